import { BUSINESS_KEY, DECIMAL_TEXT, EQUIPMENT_STATES, isInstant, isUnit, normalQuantity, toUtc, type EquipmentEvent } from '@plantway/canonical';

/** Thrown for a message that is no event; the message says what is wrong. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

const TOPIC = /^plantway\/([^/]+)\/equipment\/([^/]+)\/(state|counter|occurrence)$/;
const SEVERITIES = ['information', 'warning', 'alarm'] as const;
/** Up to 500 characters, none of them a control character. */
const WORDS = /^[^\p{Cc}\p{Cs}]{1,500}$/u;
/** Far above what one event needs, in bytes. */
const MOST_BYTES = 16_384;

/**
 * The event in a message at `plantway/{siteId}/equipment/{equipmentId}/{type}`: JSON of the event without what the topic says. Members that are not known are left out.
 * @throws UnreadableMessage
 */
export function equipmentEventIn(siteId: string, topic: string, payload: Buffer): EquipmentEvent {
  const [, site, equipmentId, type] = TOPIC.exec(topic) ?? unreadable('the topic is not plantway/{siteId}/equipment/{equipmentId}/{state|counter|occurrence}');
  if (site !== siteId) unreadable(`the topic is of site ${site}`);
  if (!BUSINESS_KEY.test(equipmentId)) unreadable('the equipment in the topic is no id');
  const said = membersOf(payload);
  if (said['type'] !== undefined && said['type'] !== type) unreadable(`type is not ${type}, as the topic says`);
  const frame = { eventId: key(said, 'eventId'), siteId, equipmentId, occurredAt: instant(said, 'occurredAt') };
  switch (type) {
    case 'state':
      return { ...frame, type, state: oneOf(said, 'state', EQUIPMENT_STATES), ...optional(said, 'reasonCode'), ...optional(said, 'workOrderId'), ...optional(said, 'operationId') };
    case 'counter':
      return { ...frame, type, counterId: key(said, 'counterId'), reading: reading(said), ...(said['isReset'] === true && { isReset: true }) };
    default: {
      const { text } = said;
      if (text !== undefined && (typeof text !== 'string' || !WORDS.test(text))) unreadable('text is not 1 to 500 printable characters');
      return { ...frame, type: 'occurrence', code: key(said, 'code'), severity: oneOf(said, 'severity', SEVERITIES), ...(typeof text === 'string' && { text }) };
    }
  }
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(payload: Buffer): Members {
  if (payload.length > MOST_BYTES) unreadable(`it has more than ${MOST_BYTES} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(payload.toString('utf8'));
  } catch {
    unreadable('it is not JSON');
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : unreadable('it is no JSON object');
}

function key(said: Members, member: string): string {
  const value = said[member];
  return typeof value === 'string' && BUSINESS_KEY.test(value) ? value : unreadable(`${member} is no id of 1 to 64 printable characters`);
}

function optional<Name extends string>(said: Members, member: Name): { readonly [Key in Name]?: string } {
  return said[member] === undefined || said[member] === null ? {} : ({ [member]: key(said, member) } as { readonly [Key in Name]?: string });
}

function instant(said: Members, member: string): string {
  const value = said[member];
  return isInstant(value) ? toUtc(value) : unreadable(`${member} is no instant with an offset`);
}

function oneOf<Value extends string>(said: Members, member: string, values: readonly Value[]): Value {
  return values.find((value) => value === said[member]) ?? unreadable(`${member} is none of ${values.join(', ')}`);
}

function reading(said: Members): ReturnType<typeof normalQuantity> {
  const { value, unit } = (said['reading'] ?? {}) as Members;
  if (typeof value !== 'string' || !DECIMAL_TEXT.test(value) || !isUnit(unit)) return unreadable('reading is no decimal text with a unit code of UN/ECE Recommendation 20');
  return normalQuantity({ value, unit: unit as string });
}

function unreadable(problem: string): never {
  throw new UnreadableMessage(problem);
}
