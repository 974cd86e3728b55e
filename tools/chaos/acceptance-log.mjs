import { open, readFile } from 'node:fs/promises';

/** What the MES was answered with 202, one line of JSON each, in the order of the answers. A line is kept before the MES goes on: many share one sync. */
export class AcceptanceLog {
  #waiting = [];
  #writing;
  count = 0;

  static async open(path) {
    return Object.assign(new AcceptanceLog(), { path, file: await open(path, 'a') });
  }

  append(entry) {
    this.count += 1;
    return new Promise((done, failed) => {
      this.#waiting.push({ line: `${JSON.stringify(entry)}\n`, done, failed });
      this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
    });
  }

  close() {
    return this.file.close();
  }

  async read() {
    return (await readFile(this.path, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line));
  }

  async #write() {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.file.appendFile(batch.map(({ line }) => line).join(''));
        await this.file.datasync();
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
  }
}
