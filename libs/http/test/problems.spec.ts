import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BadRequestException, ForbiddenException, NotFoundException } from '@nestjs/common';
import { DefectError, MappingError, OutcomeUnknownError } from '@plantway/canonical';
import { openPool } from '@plantway/database';
import { newApiKey } from '@plantway/security';
import pg from 'pg';
import { ProblemException, problemOf } from '../src/index.js';
import { erpIsDown, orderIsClosed } from './orders.controller.js';
import { serveApp, type ServedApp } from './served-app.js';

describe('problems', () => {
  let served: ServedApp;
  let key: string;
  beforeAll(async () => {
    served = await serveApp();
    key = await served.keyFor();
  });
  beforeEach(() => { served.log.length = 0; });
  afterAll(() => served.close());

  const answerTo = async (fault: Error): Promise<{ headers: Headers; problem: Record<string, unknown> }> => {
    served.stage.fault = fault;
    const answer = await served.send('GET', '/process/v1/sites/BER1/fault', { key });
    return { headers: answer.headers, problem: await answer.json() as Record<string, unknown> };
  };

  it('has every member that a caller needs', async () => {
    const { headers, problem } = await answerTo(new ProblemException('NOT_FOUND', { detail: 'There is no lot L-1 of item RM-1.', extra: { lotId: 'L-1', status: 200 }, headers: { 'x-hint': 'lots' } }));

    expect(problem).toEqual({
      type: 'https://plantway.dev/problems/not-found', title: 'There is no such object at this site.', status: 404, detail: 'There is no lot L-1 of item RM-1.',
      code: 'NOT_FOUND', correlationId: headers.get('x-correlation-id'), fix: 'Check the id and the site.', owner: 'mes', findings: [], lotId: 'L-1',
    });
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(headers.get('x-hint')).toBe('lots');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('says when an ERP in maintenance can be asked again, and that nothing was posted', async () => {
    const { headers, problem } = await answerTo(erpIsDown());

    expect(headers.get('retry-after')).toBe('91');
    expect(problem).toMatchObject({ status: 503, code: 'ERP_MAINTENANCE', kind: 'throttled', effect: 'none', detail: 'The ERP is in maintenance until 08:00.' });
  });

  it.each<[string, Error, number, Record<string, unknown>]>([
    ['a business refusal', orderIsClosed(), 422, { code: 'ORDER_CLOSED', kind: 'business', effect: 'none', owner: 'planner', details: { workOrderId: 'WO-1001' } }],
    ['a lost answer', new OutcomeUnknownError('ERP_ANSWER_LOST', 'No answer within 10 s.'), 502, { kind: 'inDoubt', effect: 'unknown' }],
    ['a missing translation', new MappingError('REASON_UNKNOWN', 'Reason X has no translation.'), 422, { kind: 'mapping', effect: 'none' }],
    ['a broken contract', new DefectError('ERP_CONTRACT_BROKEN', 'The ERP answered half a document.', { effect: 'unknown' }), 502, { kind: 'defect', effect: 'unknown' }],
    ["Nest's own not found", new NotFoundException(), 404, { code: 'NOT_FOUND' }],
    ["Nest's own bad request", new BadRequestException('x'), 400, { code: 'REQUEST_INVALID' }],
  ])('turns %s into its status', async (_, fault, status, members) => {
    expect((await answerTo(fault)).problem).toMatchObject({ status, ...members });
  });

  it.each([
    ['a defect without a code of ours', new DefectError('NEVER_HEARD_OF', 'password=hunter2')],
    ['a plain error', new TypeError('password=hunter2')],
    ['an exception of Nest that we never throw', new ForbiddenException('password=hunter2')],
    ['an error with a status that is none', Object.assign(new Error('password=hunter2'), { statusCode: 'no' })],
  ])('tells nothing of %s outside, and all of it once inside', async (_, fault) => {
    const { problem } = await answerTo(fault);

    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL_ERROR', detail: 'The gateway failed in a way that nobody foresaw.' });
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|\.ts|stack/);
    const entries = served.log.map((line) => JSON.parse(line) as Record<string, any>).filter(({ level }) => level === 'error');
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ correlationId: problem.correlationId, code: 'INTERNAL_ERROR', route: '/process/v1/sites/:siteId/fault', err: { stack: expect.stringContaining('problems.spec') } });
  });

  it('survives a thrown value that is no error', async () => {
    expect((await answerTo('boom' as unknown as Error)).problem).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
  });

  it('answers a problem although the handler had chosen another type', async () => {
    const answer = await served.send('GET', '/process/v1/sites/BER1/stream-fault', { key });

    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json; charset=utf-8']);
  });
});

describe('the database is away', () => {
  const refused = (): Promise<Error> => new pg.Client({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 2_000 }).connect().then(() => { throw new Error('somebody listens on port 1'); }, (error: Error) => error);

  it('is a 503 that nothing was stored by when no connection was made', async () => {
    expect(problemOf(await refused(), { method: 'POST' })).toMatchObject({ code: 'DATABASE_UNAVAILABLE', headers: { 'retry-after': '5' } });
  });

  it('leaves a write in doubt whose connection broke, but not a read', async () => {
    const served = await serveApp();
    const client = await served.database.pool.connect();
    client.on('error', () => undefined);
    const broken = client.query('select pg_terminate_backend(pg_backend_pid())').catch((error: Error) => error);

    expect(problemOf(await broken, { method: 'POST' })).toMatchObject({ code: 'ACCEPT_OUTCOME_UNKNOWN' });
    expect(problemOf(await broken, { method: 'GET' })).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    client.release(true);
    await served.close();
  });

  it('is told to the caller whose key cannot be looked up', async () => {
    const away = openPool({ host: '127.0.0.1', port: 1, user: 'plantway', password: 'none', database: 'plantway' });
    const served = await serveApp({ pool: away });

    const answer = await served.send('GET', '/process/v1/sites/BER1/work-orders', { key: newApiKey() });

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await served.close();
    await away.end();
  });
});
