import type { WireShape } from '../native-answer.js';
import { member, textOf } from './json-value.js';

/** `{ error: { code, text, info } }`, libs/simulation/README.md. */
export const simulatedError: WireShape = (body) => {
  const error = member(body, 'error');
  const code = textOf(error, 'code');
  if (code === undefined) return undefined;
  const info = member(error, 'info');
  const facts = Object.entries(typeof info === 'object' && info !== null ? info : {}).filter((fact): fact is [string, string] => typeof fact[1] === 'string');
  return { words: [{ code, text: textOf(error, 'text') ?? '', info: Object.fromEntries(facts) }] };
};
