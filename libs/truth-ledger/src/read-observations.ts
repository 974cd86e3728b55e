import type { Explanation } from './explanation.js';
import { peopleSource } from './observation.js';
import type { Fact, Observation } from './observation.js';

const FACT_TYPES: readonly Fact['type'][] = [
  'plant', 'order', 'confirmation', 'stockDocument', 'followUp', 'costEntry', 'balances', 'reported', 'consumed', 'reversed', 'refused', 'mesStatus', 'explained', 'systems', 'systemStatus', 'saidInVain',
  'plannedOrderSaid', 'scheduled', 'replanAsked', 'plantCalendar', 'customerOrder', 'promised', 'maintenanceAsked', 'machineRule', 'machineStopped', 'machineWentOn', 'counterRead', 'counterSeen', 'nonconformityTaken', 'qualityDecided',
];
const EXPLAINED_KINDS: readonly Explanation['kind'][] = ['productionConfirmation', 'confirmationReversal', 'materialConsumption'];
const LONGEST_NAME = 300;

/**
 * Observations as a feed sends them, `{ "observations": [...] }`. Their frame is checked; what a fact says is taken as its source says it.
 * @throws RangeError naming what is wrong
 */
export function readObservations(body: unknown): readonly Observation[] {
  const { observations } = asRecord(body, 'The body');
  if (!Array.isArray(observations)) throw new RangeError('observations must be a list.');
  return observations.map((each: unknown, place) => {
    const { source, sequence, siteId, fact } = asRecord(each, `observations[${place}]`);
    if (!isName(source) || !isName(siteId)) throw new RangeError(`observations[${place}]: source and siteId must be texts.`);
    if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1) throw new RangeError(`observations[${place}]: sequence must be a whole number from 1.`);
    const { type } = asRecord(fact, `observations[${place}].fact`);
    if (!FACT_TYPES.includes(type as Fact['type'])) throw new RangeError(`observations[${place}]: there is no fact of type ${String(type)}.`);
    return { source, sequence, siteId, fact: fact as Fact };
  });
}

/**
 * A person's explanation, `{ siteId, sourceSystem, kind, senderId, by, reason, explainedAt }`, as an observation.
 * @throws RangeError naming what is wrong
 */
export function readExplanation(body: unknown): Observation {
  const { siteId, sourceSystem, kind, senderId, by, reason, explainedAt } = asRecord(body, 'The body');
  const texts = { siteId, sourceSystem, senderId, by, reason };
  const wrong = Object.entries(texts).find(([, value]) => !isName(value));
  if (wrong !== undefined) throw new RangeError(`${wrong[0]} must be a text of 1 to ${LONGEST_NAME} characters.`);
  if (!EXPLAINED_KINDS.includes(kind as Explanation['kind'])) throw new RangeError(`kind must be one of ${EXPLAINED_KINDS.join(', ')}.`);
  if (typeof explainedAt !== 'string' || Number.isNaN(Date.parse(explainedAt))) throw new RangeError('explainedAt must be an instant.');
  const { siteId: site, ...said } = texts as Record<keyof typeof texts, string>;
  const fact: Explanation = { type: 'explained', kind: kind as Explanation['kind'], ...said, explainedAt };
  return { source: peopleSource(site, String(kind), said.sourceSystem, said.senderId), sequence: 1, siteId: site, fact };
}

function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError(`${name} must be an object.`);
  return value as Readonly<Record<string, unknown>>;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= LONGEST_NAME;
}
