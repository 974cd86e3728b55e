import type { BusinessSystem, SelfWorking } from '../business-system.js';
import { SYSTEM_FAULTS } from './system-faults.js';
import type { SystemFault, SystemFaults } from './system-faults.js';
import { SystemRefusal } from './system-refusal.js';
import { fieldsOf, malformed, noSuchPath, numberIn } from './system-request.js';
import type { SystemAnswer, SystemRequest } from './system-request.js';

const LONGEST_OUTAGE_SECONDS = 3_600;

/**
 * Answers a control route behind `/control`: `systems/{site}/book`, `systems/{site}/rest`, `{family}/{site}/faults`, `{family}/{site}/outage`.
 * @throws SystemRefusal
 */
export function answerSystemControl(
  { method, segments: [area, siteId, subject, ...surplus], body }: SystemRequest, faults: ReadonlyMap<BusinessSystem, SystemFaults>, people: readonly SelfWorking[],
): SystemAnswer {
  if (surplus.length > 0) throw noSuchPath();
  const ofSite = [...faults.keys()].filter((system) => system.siteId === siteId);
  if (ofSite.length === 0) throw new SystemRefusal(404, 'NO_SUCH_SITE', `There are no systems of site ${siteId}.`);
  if (area === 'systems') return answerForSite(`${method} ${subject}`, siteId, ofSite, people.filter((each) => each.siteId === siteId));
  const system = ofSite.find(({ family }) => family === area);
  if (system === undefined) throw noSuchPath();
  const planned = faults.get(system)!;
  switch (`${method} ${subject}`) {
    case 'POST faults': {
      const { kind, times = 1 } = fieldsOf(body);
      if (!SYSTEM_FAULTS.includes(kind as SystemFault)) throw malformed('kind', `must be one of ${SYSTEM_FAULTS.join(', ')}`);
      planned.plan(kind as SystemFault, numberIn({ times }, 'times', 1, 1_000));
      return { status: 201, body: { kind, times } };
    }
    case 'DELETE faults':
      planned.clear();
      return { status: 204 };
    case 'POST outage': {
      const seconds = numberIn(fieldsOf(body), 'seconds', 0, LONGEST_OUTAGE_SECONDS);
      planned.goDown(seconds * 1000);
      return { status: 200, body: { seconds } };
    }
    default: throw noSuchPath();
  }
}

function answerForSite(route: string, siteId: string, systems: readonly BusinessSystem[], people: readonly SelfWorking[]): SystemAnswer {
  switch (route) {
    case 'GET book': {
      const looks = systems.map((system) => [system.family, system.look()] as const);
      return { status: 200, body: { siteId, isQuiet: [...looks.map(([, look]) => look), ...people].every(({ isQuiet }) => isQuiet), systems: Object.fromEntries(looks) } };
    }
    case 'POST rest':
      for (const each of [...systems, ...people]) each.rest();
      return { status: 200, body: { siteId, rests: true } };
    default: throw noSuchPath();
  }
}
