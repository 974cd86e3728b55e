import { DefectError } from '@plantway/canonical';
import type { SystemPorts } from '@plantway/ports';

/** Systems of a gateway under test that has none: whoever calls one of them fails with `BACKEND_NOT_BOUND`, which names the call. */
export function unboundSystems(): SystemPorts {
  return { planning: unbound('planning'), maintenance: unbound('maintenance'), customer: unbound('customer'), quality: unbound('quality') };
}

function unbound<Family extends keyof SystemPorts>(family: Family): SystemPorts[Family] {
  return new Proxy({} as SystemPorts[Family], {
    get: (_, call) => (isLookedFor(call) ? undefined : () => Promise.reject(new DefectError('BACKEND_NOT_BOUND', `This test binds no ${family} system, and ${String(call)} was called.`, { effect: 'none' }))),
  });
}

/** What a framework looks for in anything that it is given: whether it is a promise, and the hooks of its life. */
const isLookedFor = (name: string | symbol): boolean => typeof name === 'symbol' || name === 'then' || /^(on|before)[A-Z]/.test(name);
