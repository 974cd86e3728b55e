import type { AccessRules } from '@plantway/security';

/** One route as the running application serves it. */
export interface ServedRoute {
  readonly method: string;
  /** With `:parameters`. */
  readonly path: string;
}

/** Every route of an application, collected as Fastify registers them. */
export class RouteTable {
  private readonly served: (ServedRoute & { readonly pattern: RegExp })[] = [];

  add(method: string, path: string): void {
    this.served.push({ method, path, pattern: patternOf(path) });
  }

  /** HEAD stands behind every GET and is not listed. */
  get routes(): readonly ServedRoute[] {
    return this.served.filter(({ method }) => method !== 'HEAD').map(({ method, path }) => ({ method, path }));
  }

  /** Methods that a path is served with, for `Allow`. */
  methodsOf(path: string): readonly string[] {
    return [...new Set(this.served.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
  }

  /** @throws Error naming every route without a row in the access matrix, DefectError for one whose site no guard checks */
  refuseWithoutRow(rules: AccessRules): void {
    for (const { method, path } of this.routes) rules.refuseUncheckedSite(method, path);
    const without = this.routes.filter(({ method, path }) => rules.ruleOf(method, path) === undefined);
    if (without.length === 0) return;
    throw new Error(`These routes have no row in the access matrix, so nobody may call them:\n${without.map(({ method, path }) => `  ${method} ${path}`).join('\n')}`);
  }
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : escaped(part))).join('/')}/?$`);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
