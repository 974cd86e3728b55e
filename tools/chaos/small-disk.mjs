import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MEGABYTES = 224;
const BLOCK = Buffer.alloc(64 * 1_024);

/** A disk of its own for the database, in memory, so small that it can be filled. Only root may mount one. */
export class SmallDisk {
  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m,mode=755`, 'tmpfs', folder]);
    this.ballast = join(folder, 'ballast');
  }

  /** Not one block is left. */
  fill() {
    const file = openSync(this.ballast, 'a');
    try {
      for (;;) writeSync(file, BLOCK);
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    } finally {
      fsyncSync(file);
      closeSync(file);
    }
  }

  free() {
    rmSync(this.ballast, { force: true });
  }

  remove() {
    execFileSync('umount', ['-l', this.folder]);
  }
}
