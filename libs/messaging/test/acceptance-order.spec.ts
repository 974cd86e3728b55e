import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import pg from 'pg';
import { acceptParameters } from '../src/accept-parameters.js';
import { ACCEPT_MESSAGES } from '../src/accept.sql.js';
import { UNVERSIONED } from '../src/code-versions.js';
import { submittedRow } from '../src/submitted-row.js';
import { DeliveryRig, submission } from './delivery-rig.js';

describe('a lane on which a worker finishes while a command arrives', () => {
  let rig: DeliveryRig;
  let other: pg.Client;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    other = new pg.Client(rig.database.settings);
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await rig.balance();
    await rig.close();
  });
  const somebodyWaits = (): Promise<unknown> => until(async () => (await rig.database.pool.query('select from pg_locks where not granted')).rowCount);
  const accepting = (senderId: string): Promise<unknown> => other.query(ACCEPT_MESSAGES, [...acceptParameters([submittedRow(submission(senderId), rig.clock.now())], UNVERSIONED, false)]);

  it('is due when the command was first', async () => {
    await rig.accept('c1');
    rig.erp.will({ answerAfterMs: 1_000 });
    const delivering = rig.engine.runOnce();
    await until(() => rig.erp.requests.length === 1);
    await other.query('begin');
    await accepting('c2');

    await rig.clock.advance(1_000);
    await somebodyWaits();
    await other.query('commit');
    await delivering;
    await rig.deliver();

    expect(await rig.state('c2')).toBe('posted');
  });

  it('is due when the worker was first', async () => {
    await rig.accept('c1');
    let finish!: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let isHeld = false;
    const slow = {
      options: rig.database.pool.options,
      query: async (statement: pg.QueryConfig) => {
        if (statement.name !== 'write-fenced' || !statement.values?.[0].includes('"finished":true')) return rig.database.pool.query(statement);
        await other.query('begin');
        const result = await other.query(statement);
        isHeld = true;
        await finished;
        await other.query('commit');
        return result;
      },
    };
    const delivering = rig.anotherEngine({ pool: slow as unknown as pg.Pool }).runOnce();
    await until(() => isHeld);

    const accepted = rig.accept('c2');
    await somebodyWaits();
    finish();
    await accepted;
    await delivering;
    await rig.deliver();

    expect(await rig.state('c2')).toBe('posted');
  });

  it('gives a place only to who holds it, so that a later place is never committed before an earlier one', async () => {
    await rig.accept('c1');
    const nextPlace = async (): Promise<unknown> => (await rig.database.pool.query('select last_value from messaging.message_position_seq')).rows[0];
    const before = await nextPlace();
    await other.query(`begin; select from messaging.lane where lane_key = 'A' for update`);

    const accepted = rig.accept('c2');
    await somebodyWaits();
    const meanwhile = await nextPlace();
    await other.query('rollback');
    await accepted;

    expect(meanwhile).toEqual(before);
    expect(await nextPlace()).not.toEqual(before);
    await rig.deliver();
  });
});
