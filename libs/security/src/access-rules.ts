import { DefectError } from '@plantway/canonical';
import type { Role } from './credential.js';

/** Method, path template with `:parameters` as Fastify writes it, and who may: roles, or anybody without a credential. */
export type AccessRow = readonly [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, who: readonly Role[] | 'open'];

/** Who may call one route. */
export type AccessRule = readonly Role[] | 'open';

/** The access matrix, ready to be asked. A parameter's name does not matter, its place does; HEAD follows GET. */
export class AccessRules {
  private readonly rules = new Map<string, AccessRule>();

  /** @throws DefectError when a route stands twice */
  constructor(readonly rows: readonly AccessRow[]) {
    for (const [method, path, who] of rows) {
      const key = keyOf(method, path);
      if (this.rules.has(key)) throw new DefectError('ACCESS_MATRIX', `${method} ${path} stands twice in the access matrix.`);
      this.rules.set(key, who);
    }
  }

  /** Undefined for a route without a row: nobody may, and the application refuses to start. */
  ruleOf(method: string, path: string): AccessRule | undefined {
    return this.rules.get(keyOf(method, path));
  }
}

const keyOf = (method: string, path: string): string =>
  `${method === 'HEAD' ? 'GET' : method} ${path.replace(/:[^/]+/g, ':').replace(/(.)\/$/, '$1')}`;
