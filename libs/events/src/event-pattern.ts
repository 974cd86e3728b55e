import type { RetryPolicy } from './retry-policy.js';

/** What `durable` says of a handler. */
export interface DurableName {
  readonly subscription: string;
  readonly retry?: Partial<RetryPolicy>;
}

/**
 * Names the durable subscription of a handler: `@EventPattern(['production.confirmed.v1'], durable('work-order-register'))`
 * (as a list: for a single text Nest's types know only the first parameter of the method).
 * All handlers of one name share one position, so each event is handled once among all processes that have the name; two names both get all.
 * A name is for ever: under a new one, everything in the log is delivered again.
 * @param retry what is otherwise for this name than for the others of the transport; the same at each handler of the name
 */
export function durable(subscription: string, retry?: Partial<RetryPolicy>): DurableName {
  return { subscription, ...(retry !== undefined && { retry }) };
}

/**
 * Whether an event type fits a pattern: `*` stands for one word between dots, `>` at the end for one or more.
 * "message.*.v1" fits "message.parked.v1"; "message.>" too. The same rule as NATS subjects.
 */
export function matchesPattern(pattern: string, type: string): boolean {
  const words = type.split('.');
  const wanted = pattern.split('.');
  for (const [index, word] of wanted.entries()) {
    if (word === '>' && index === wanted.length - 1) return words.length > index;
    if (word !== '*' && word !== words[index]) return false;
  }
  return words.length === wanted.length;
}

/** Whether it is a plain type, which the log can select by itself. */
export function isPlainType(pattern: string): boolean {
  return !pattern.split('.').some((word) => word === '*' || word === '>');
}
