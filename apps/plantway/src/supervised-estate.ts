import { startEstate, type EstateOptions, type EstateProcess } from './estate-process.js';
import type { Progress } from './progress.js';
import type { RuntimeFile } from './runtime-record.js';
import { Supervisor } from './supervisor.js';
import { SYSTEM_CLOCK } from './system-clock.js';

/** The simulated ERP and MES, started again on the ERP's port whenever they die. `introduce` is called with each successor, which knows no gateway yet. */
export async function superviseEstate(options: EstateOptions, runtime: RuntimeFile, progress: Progress, introduce: (successor: EstateProcess) => void): Promise<Supervisor<EstateProcess>> {
  const record = ({ pid, identity, ready: { erp, mes, ledger } }: EstateProcess): void =>
    runtime.change({ estate: { pid, process: identity, erpUrl: erp.url, mesUrl: mes.url, ...(ledger && { ledgerUrl: ledger.url }) } });
  const first = await progress.during('starting the simulated ERP and MES', () => startEstate(options));
  record(first);
  progress.say(`the simulated ERP answers on ${first.ready.erp.url}`);
  return new Supervisor(first, {
    name: 'the estate simulator',
    clock: SYSTEM_CLOCK,
    say: progress.say,
    restart: ({ ready: { erp, mes } }) => startEstate({ ...options, ports: { erp: portOf(erp.url), mes: portOf(mes.url) } }),
    onRestarted: (successor) => {
      record(successor);
      introduce(successor);
    },
  });
}

const portOf = (url: string): number => Number(new URL(url).port);
