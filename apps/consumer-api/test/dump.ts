import type { Pool } from 'pg';

/** Every row of every table of the consumer schema, in the order of the rows' own bytes, as one text. A table that is new is in it by itself. */
export async function dumpProjections(pool: Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ table_name: string }>(`select table_name from information_schema.tables where table_schema = 'consumer' order by table_name`);
  const parts: string[] = [];
  for (const { table_name: table } of tables) {
    const { rows } = await pool.query<{ line: string }>(`select t::text as line from consumer.${table} as t order by t::text collate "C"`);
    parts.push(`${table}\n${rows.map(({ line }) => line).join('\n')}`);
  }
  return parts.join('\n\n');
}
