// Jest's runner of this project: each spec file runs in a Node process of its own, which imports the modules as Node does in production and not through Jest's module registry.
// That registry takes several times as long to load the gateway, once for each spec; and nothing that one spec does reaches another. Coverage and watching for open handles are not offered.
import { fork } from 'node:child_process';
import { join } from 'node:path';

const PROCESS = new URL('suite-process.mjs', import.meta.url);

export default class SuiteRunner {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  /** Runs as many spec files at once as Jest may use workers, in Jest's order. */
  async runTests(tests, watcher, onStart, onResult, onFailure, { serial }) {
    const waiting = [...tests];
    const work = async () => {
      for (let test = waiting.shift(); test !== undefined && !watcher.isInterrupted(); test = waiting.shift()) {
        await onStart(test);
        const { result, error } = await this.#run(test);
        await (error ? onFailure(test, error) : onResult(test, result));
      }
    };
    await Promise.all(Array.from({ length: serial ? 1 : this.globalConfig.maxWorkers }, work));
  }

  /** Answers the result of a spec file, or the error that kept it from one. What its process writes is seen at once. */
  #run({ path, context: { config } }) {
    return new Promise((resolve) => {
      const compiled = join(config.cacheDirectory, 'compiled');
      const suite = fork(PROCESS, { execArgv: [], env: { ...process.env, NODE_COMPILE_CACHE: compiled } });
      let answer = { error: { message: 'there is no result', stack: '' } };
      suite.once('message', (message) => (answer = message));
      suite.once('exit', (code, signal) => resolve(code === 0 ? answer : { error: { message: `its process ended with ${signal ?? code}`, stack: '' } }));
      suite.send({ path, config, globalConfig: this.globalConfig });
    });
  }
}
