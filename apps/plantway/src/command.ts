import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { HELP, readCliOptions, UsageError, type CliOptions } from './cli-options.js';
import type { Gateway } from './gateway.js';
import { Progress } from './progress.js';
import { HARD_END_EARLIER_MS, STOP_WITHIN_MS } from './stop-times.js';
import { tourLines } from './tour.js';

/** npm passes on the Ctrl-C that the terminal has sent to us already: what comes that soon after the first is the same wish. */
const SAME_WISH_MS = 500;
const root = join(import.meta.dirname, '../../../..');

/** `npm start`: brings the gateway up and runs it until a signal comes. Exit codes: 0 stopped as asked, 1 it failed, 2 the command line is wrong, 130 ended hard. */
export async function runCommand(words: readonly string[]): Promise<void> {
  process.stdout.on('error', () => undefined); // whoever read our lines has gone; the gateway stays
  const options = optionsOf(words);
  if (options === undefined) return;
  const progress = new Progress((line) => console.log(line));
  const gateway = await gatewayOf(options, progress);
  if (gateway === undefined) return;
  const stopped = stopOnSignal(gateway, progress);
  try {
    const baseUrl = await gateway.start();
    if (stopped.asked()) return;
    for (const line of tourLines(baseUrl, options)) progress.say(line);
    progress.say(`ready ${baseUrl}`);
    flushCompileCache(); // not only at the end: this process may be killed
  } catch (error) {
    if (stopped.asked()) return;
    console.error(inPlainWords(error));
    await stopped.now(1);
  }
}

function optionsOf(words: readonly string[]): CliOptions | undefined {
  try {
    refuseForgottenDashes(process.env);
    const options = readCliOptions(words, root);
    if (options !== 'help') return options;
    console.log(HELP);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nnpm start -- --help lists the options`);
    process.exitCode = 2;
  }
  return undefined;
}

/** `npm start --idle` keeps the option for npm itself, and the plant would run. @throws UsageError */
function refuseForgottenDashes(environment: NodeJS.ProcessEnv): void {
  const kept = ['idle', 'seed', 'speed', 'data', 'port'].find((option) => environment[`npm_config_${option}`] !== undefined);
  if (kept !== undefined) throw new UsageError(`npm kept --${kept} for itself: put -- before the options, npm start -- --${kept}`);
}

/** Undefined, and said why, when the environment cannot be used. The gateway's code is read only now: a mistyped option is answered at once. */
async function gatewayOf(options: CliOptions, progress: Progress): Promise<Gateway | undefined> {
  const [{ Gateway }, { loadEmbeddedSettings }] = await Promise.all([import('./gateway.js'), import('./embedded-settings.js')]);
  try {
    return new Gateway(root, options, loadEmbeddedSettings(), progress);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
    return undefined;
  }
}

/** Our own errors speak for themselves; of the system's those that a person can right are explained. */
function inPlainWords(error: unknown): string {
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return `${path ?? 'a file of the data'} belongs to another user: start as that user, or choose another folder with --data`;
  if (code === 'ENOSPC') return `the disk is full: ${path ?? message}`;
  return error instanceof TypeError || error instanceof ReferenceError ? stack! : message;
}

/** The first signal stops everything in order, a second one at once; so does the end of the time. */
function stopOnSignal(gateway: Gateway, progress: Progress) {
  let askedAt: number | undefined;
  const endHard = (): never => {
    gateway.stopHard();
    process.exit(130);
  };
  const now = async (exitCode: number): Promise<never> => {
    askedAt ??= performance.now();
    setTimeout(endHard, STOP_WITHIN_MS - HARD_END_EARLIER_MS);
    await gateway.stop();
    gateway.stopHard(); // whatever did not hear: a frozen process must not stay behind
    process.exit(exitCode);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (askedAt === undefined) {
      progress.say(`${signal}: stopping`);
      void now(0);
    } else if (performance.now() - askedAt > SAME_WISH_MS) endHard();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  process.on('uncaughtException', (error) => {
    console.error(`the gateway met a fault that nobody foresaw and stops: ${error.stack}`);
    if (askedAt === undefined) void now(1);
  });
  return { now, asked: () => askedAt !== undefined };
}
