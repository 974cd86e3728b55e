// One spec file in a Node process of its own: the parent says which, Jest's own test framework runs it, and its result is the answer.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { give } from './jest-globals.mjs';
import { importTypeScript } from './typescript.mjs';

const start = Date.now();
process.once('disconnect', () => process.exit(1)); // the run was ended, and nobody waits for this spec
process.once('message', ({ path, config, globalConfig }) => {
  Error.stackTraceLimit = 100; // as Jest does; who waits for whom fills many lines
  // Chained rather than awaited: these functions are of no interest in the stack of a failed test.
  framework(config)(globalConfig, config, { global: globalThis }, runtime(config), path).then((result) => answer({ result: { ...result, ...report(path, config, result) } }), (error) => answer({ error: { message: error.message, stack: error.stack } }));
});

/** An error that nobody waits for ends the process with a fault a turn later, and so the run. */
const answer = (message) => void setImmediate(() => process.send(message, () => process.exit()));

function framework({ testRunner }) {
  const loaded = createRequire(testRunner)(testRunner);
  return loaded.default ?? loaded;
}

/** What Jest's test framework asks of Jest's module registry: Node itself does it here. */
function runtime({ testRunner, testEnvironment, cacheDirectory }) {
  const require = createRequire(testRunner);
  const { SourceMapSupport } = require('@jest/source-map');
  const sourceMaps = importTypeScript(join(cacheDirectory, 'suites'), { '@jest/globals': new URL('jest-globals.mjs', import.meta.url).href });
  new SourceMapSupport().install(sourceMaps);
  return {
    requireInternalModule: require,
    requireModule: require,
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(pathToFileURL(path).href),
    setGlobalsForRuntime: (globals) => give({ ...globals, jest: jestObject(createRequire(testEnvironment)) }),
    enterTestCode: () => {},
    leaveTestCode: () => {},
  };
}

/** What our specs use of the `jest` object. */
function jestObject(require) {
  const once = (make, made) => () => (made ??= make());
  const mocks = once(() => new (require('jest-mock').ModuleMocker)(globalThis));
  const timers = once(() => new (require('@jest/fake-timers').ModernFakeTimers)({ config: { fakeTimers: {} }, global: globalThis }));
  return {
    setTimeout: (ms) => void (globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = ms),
    spyOn: (...what) => mocks().spyOn(...what),
    restoreAllMocks: () => mocks().restoreAllMocks(),
    useFakeTimers: () => timers().useFakeTimers(),
    useRealTimers: () => timers().useRealTimers(),
    advanceTimersByTime: (ms) => timers().advanceTimersByTime(ms),
  };
}

function report(path, { slowTestThreshold }, { numPendingTests, testResults, perfStats }) {
  const end = Date.now();
  const runtimeMs = end - start;
  return { testFilePath: path, leaks: false, skipped: numPendingTests === testResults.length, perfStats: { ...perfStats, start, end, runtime: runtimeMs, slow: runtimeMs / 1_000 > slowTestThreshold } };
}
