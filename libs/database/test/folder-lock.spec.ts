import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockFolder, processIdentity } from '../src/index.js';

describe('the lock of a data folder', () => {
  let folder: string;
  const lockFile = (): string => join(folder, 'gateway.lock');

  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'plantway-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('names the process that holds the folder to whoever comes second', async () => {
    const other = spawn('sleep', ['60']);
    writeFileSync(lockFile(), processIdentity(other.pid!)!);

    expect(() => lockFolder(folder)).toThrow(`${folder} is in use by process ${other.pid}`);

    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(() => lockFolder(folder)).not.toThrow();
  });

  it('is not held by a process that only has the number of a dead one', () => {
    const [pid, began, ...boot] = processIdentity(process.ppid)!.split(' ');
    writeFileSync(lockFile(), [pid, Number(began) - 1, ...boot].join(' '));

    lockFolder(folder);

    expect(readFileSync(lockFile(), 'utf8')).toBe(processIdentity(process.pid));
  });

  it('is not held by a file that names nobody', () => {
    writeFileSync(lockFile(), '');

    lockFolder(folder);

    expect(readFileSync(lockFile(), 'utf8')).toBe(processIdentity(process.pid));
  });

  it('leaves nothing behind when it is let go', () => {
    lockFolder(folder).release();

    expect(existsSync(lockFile())).toBe(false);
  });
});
