import { realpathSync } from 'node:fs';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@plantway/database';
import type { Progress } from './progress.js';
import type { RuntimeFile } from './runtime-record.js';
import { Supervisor } from './supervisor.js';
import { SYSTEM_CLOCK } from './system-clock.js';

/** PostgreSQL on the data folder, started again on its port whenever it dies; open pools find it again. */
export async function superviseDatabase(data: string, runtime: RuntimeFile, progress: Progress): Promise<Supervisor<EmbeddedPostgres>> {
  const record = ({ home, pid, settings }: EmbeddedPostgres): void => runtime.change({ database: { home, host: settings.host, port: settings.port, pid } });
  const first = await progress.during('starting the database', () => startEmbeddedPostgres(data, progress.say));
  record(first);
  if (!first.home.startsWith(realpathSync(data))) progress.say(`the data folder is closed to the database's user: its data are kept in ${first.home}`);
  progress.say(`PostgreSQL answers on 127.0.0.1:${first.settings.port}`);
  return new Supervisor(first, {
    name: 'PostgreSQL',
    clock: SYSTEM_CLOCK,
    say: progress.say,
    restart: (gone) => startEmbeddedPostgres(data, progress.say, { port: gone.settings.port }),
    onRestarted: record,
  });
}
