import { DefectError } from '@plantway/canonical';
import type { Role } from './credential.js';

/** Method, path template with `:parameters` as Fastify writes it, and who may: roles, or anybody without a credential. */
export type AccessRow = readonly [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, who: readonly Role[] | 'open'];

/** Who may call one route. */
export type AccessRule = readonly Role[] | 'open';

/** The access matrix, ready to be asked. A parameter's name does not matter but for the site's, its place does; HEAD follows GET. */
export class AccessRules {
  private readonly rules = new Map<string, { readonly who: AccessRule; readonly path: string }>();

  /** @throws DefectError when a route stands twice, or names a site as no guard checks it */
  constructor(readonly rows: readonly AccessRow[]) {
    for (const [method, path, who] of rows) {
      const key = keyOf(method, path);
      if (this.rules.has(key)) throw new DefectError('ACCESS_MATRIX', `${method} ${path} stands twice in the access matrix.`, { effect: 'none' });
      refuseUncheckedSite(method, path);
      this.rules.set(key, { who, path });
    }
  }

  /** Undefined for a route without a row: nobody may, and the application refuses to start. */
  ruleOf(method: string, path: string): AccessRule | undefined {
    return this.rules.get(keyOf(method, path))?.who;
  }

  /** @throws DefectError for a route whose site would not be checked: the guard looks at the parameter `siteId` only */
  refuseUncheckedSite(method: string, path: string): void {
    refuseUncheckedSite(method, path);
    const row = this.rules.get(keyOf(method, path));
    if (row === undefined || row.path.includes(SITE) === path.includes(SITE)) return;
    throw new DefectError('ACCESS_MATRIX', `${method} ${path}: no guard checks a site that is called otherwise than ${SITE.slice(1)}, as its row says.`);
  }
}

const SITE = '/:siteId';

function refuseUncheckedSite(method: string, path: string): void {
  const other = [...path.matchAll(/:([^/]+)/g)].map(([, name]) => name).find((name) => /site/i.test(name) && name !== 'siteId');
  if (other === undefined) return;
  throw new DefectError('ACCESS_MATRIX', `${method} ${path}: no guard checks a site that is called ${other}; call it siteId, or take it from the query or the body and check it in the handler.`);
}

const keyOf = (method: string, path: string): string =>
  `${method === 'HEAD' ? 'GET' : method} ${path.replace(/:[^/]+/g, ':').replace(/(.)\/$/, '$1')}`;
