import { startEstate, type EstateOptions, type EstateProcess } from './estate-process.js';
import type { Progress } from './progress.js';
import type { RuntimeFile } from './runtime-record.js';
import { Supervisor } from './supervisor.js';
import { SYSTEM_CLOCK } from './system-clock.js';

/** The simulated systems of the plants, started again on their ports whenever they die. `introduce` is called with each successor, which knows no gateway yet. */
export async function superviseEstate(options: EstateOptions, runtime: RuntimeFile, progress: Progress, introduce: (successor: EstateProcess) => void): Promise<Supervisor<EstateProcess>> {
  const record = ({ pid, identity, ready: { erp, mes, systems, ledger } }: EstateProcess): void =>
    runtime.change({ estate: { pid, process: identity, erpUrl: erp.url, mesUrl: mes.url, systemsUrl: systems.url, ...(ledger && { ledgerUrl: ledger.url }) } });
  const first = await progress.during('starting the simulated systems of the plants', () => startEstate(options));
  record(first);
  progress.say(`the simulated ERP answers on ${first.ready.erp.url}`);
  return new Supervisor(first, {
    name: 'the estate simulator',
    clock: SYSTEM_CLOCK,
    say: progress.say,
    restart: ({ ready: { erp, mes, systems } }) => startEstate({ ...options, ports: { erp: portOf(erp.url), mes: portOf(mes.url), systems: portOf(systems.url) } }),
    onRestarted: (successor) => {
      record(successor);
      introduce(successor);
    },
  });
}

const portOf = (url: string): number => Number(new URL(url).port);
