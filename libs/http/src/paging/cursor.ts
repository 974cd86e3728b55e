import { hash } from 'node:crypto';
import { ProblemException } from '../problems/problem-exception.js';

/** Grows when the meaning of positions changes; cursors of another version are refused. */
const VERSION = 1;
const CHECK_LENGTH = 8;

/** An opaque cursor for `position` in the list named `list`. A position is small plain JSON: the keys of the last item that was answered. */
export function encodeCursor(list: string, position: unknown): string {
  const content = JSON.stringify([VERSION, position]);
  return Buffer.from(checkOf(list, content) + content, 'utf8').toString('base64url');
}

/**
 * The position in a cursor of the same list. The check inside is no signature: it tells apart what a list answered and what was cut, mixed up or made up.
 * Rights never depend on it, a position only says where to go on within what the caller may see.
 * @throws ProblemException CURSOR_INVALID
 */
export function decodeCursor<Position>(list: string, cursor: string, isPosition: (position: unknown) => position is Position): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  const text = bytes.toString('utf8');
  const content = text.slice(CHECK_LENGTH);
  if (bytes.toString('base64url') !== cursor || checkOf(list, content) !== text.slice(0, CHECK_LENGTH)) throw new ProblemException('CURSOR_INVALID');
  const [version, position] = JSON.parse(content) as [unknown, unknown];
  if (version !== VERSION || !isPosition(position)) throw new ProblemException('CURSOR_INVALID');
  return position;
}

const checkOf = (list: string, content: string): string => hash('sha256', `plantway-cursor ${list} ${content}`, 'base64url').slice(0, CHECK_LENGTH);
