import { closeSync, fchownSync, fsyncSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file whole or not at all, durably: a reader, or a start after a power cut, sees the old text or the new one. Root leaves it to the owner of
 * the folder, who may start the gateway the next time.
 */
export function writeWholeFile(file: string, text: string, mode: number): void {
  const half = `${file}.${process.pid}`;
  const handle = openSync(half, 'w', mode);
  try {
    if (process.getuid?.() === 0) {
      const { uid, gid } = statSync(dirname(file));
      fchownSync(handle, uid, gid);
    }
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(half, file);
}
