import { describe, expect, it } from '@jest/globals';
import { HealthChecks, Metrics, correlationIdOf, createLogger, nestLogger, nextTraceParent, parseTraceParent } from './index.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a correlation id', () => {
  it.each(['a', 'mes-000123', '01J9.line_7:x', 'A'.repeat(128)])('is taken over when it is safe: %s', (header) => {
    expect(correlationIdOf(header)).toBe(header);
  });

  it.each([undefined, '', 'A'.repeat(129), '-a', '.a', 'a b', 'a\r\nx: y', 'a\u001b[31m', '"a"', '{"a":1}', 'ä', 'a;drop', ['a', 'b']])('is made when it is not: %j', (header) => {
    expect(correlationIdOf(header)).toMatch(UUID);
  });
});

describe('a traceparent', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const parentId = 'b7ad6b7169203331';

  it('is read', () => {
    expect(parseTraceParent(`00-${traceId}-${parentId}-01`)).toEqual({ traceId, parentId, sampled: true });
    expect(parseTraceParent(`00-${traceId}-${parentId}-00`)?.sampled).toBe(false);
  });

  it('of a later version is read by its first fields', () => {
    expect(parseTraceParent(`01-${traceId}-${parentId}-03-more`)).toEqual({ traceId, parentId, sampled: true });
  });

  it.each([
    undefined, '', 'x', `ff-${traceId}-${parentId}-01`, `00-${'0'.repeat(32)}-${parentId}-01`, `00-${traceId}-${'0'.repeat(16)}-01`, `00-${traceId.toUpperCase()}-${parentId}-01`,
    `00-${traceId}-${parentId}-01-more`, `00-${traceId}-${parentId}-1`, `01-${traceId}-${parentId}-01-${'x'.repeat(300)}`,
  ])('that breaks the rules is ignored: %s', (header) => {
    expect(parseTraceParent(header)).toBeUndefined();
  });

  it('goes on in the same trace under a span of its own', () => {
    const next = parseTraceParent(nextTraceParent({ traceId, parentId, sampled: true }));

    expect(next).toMatchObject({ traceId, sampled: true });
    expect(next?.parentId).not.toBe(parentId);
  });

  it('begins a new trace where there is none', () => {
    expect(parseTraceParent(nextTraceParent(undefined))).toMatchObject({ sampled: false });
    expect(nextTraceParent(undefined)).not.toBe(nextTraceParent(undefined));
  });
});

describe('the log', () => {
  const logging = () => {
    const lines: string[] = [];
    return { lines, logger: createLogger({ level: 'debug', service: 'worker' }, { write: (line) => void lines.push(line) }) };
  };

  it('is one line of JSON for each entry, whatever the text', () => {
    const { lines, logger } = logging();

    logger.info({ note: 'a\r\n{"level":"fatal"}\u001b[31m' }, 'x\ny');

    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n\u001b]/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', service: 'worker', note: 'a\r\n{"level":"fatal"}\u001b[31m', msg: 'x\ny' });
  });

  it('hides secrets by their names', () => {
    const { lines, logger } = logging();

    logger.info({ authorization: 'canary', headers: { cookie: 'canary', 'set-cookie': 'canary' }, request: { headers: { authorization: 'canary' } }, database: { password: 'canary' }, apiKey: 'canary', keys: { mes: 'canary' } });

    expect(lines.join('')).not.toContain('canary');
  });

  it('tells an error with its stack and cause, but not what the driver hangs on it', () => {
    const { lines, logger } = logging();
    const error = Object.assign(new Error('duplicate key', { cause: new Error('below') }), { code: '23505', detail: 'Key (name)=(canary) already exists.', parameters: ['canary'] });

    logger.error({ err: error }, 'failed');

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { type: 'Error', message: 'duplicate key', code: '23505', stack: expect.stringContaining('observability.spec'), cause: { message: 'below' } } });
    expect(lines[0]).not.toContain('canary');
  });

  it('cuts what is endless', () => {
    const { lines, logger } = logging();

    logger.error({ err: new Error('x'.repeat(1_000_000)) }, 'failed');

    expect(lines[0]?.length).toBeLessThan(12_000);
  });

  it("takes Nest's words", () => {
    const { lines, logger } = logging();
    const nest = nestLogger(logger);

    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    nest.error('broken', 'Error: broken\n at x', 'ExceptionHandler');

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'debug', context: 'RouterExplorer', msg: 'Mapped {/x, GET} route' },
      { level: 'error', context: 'ExceptionHandler', stack: 'Error: broken\n at x', msg: 'broken' },
    ]);
  });

  it('shows an audit line that an app wrote through Nest with all its members', () => {
    const { lines, logger } = logging();
    const nest = nestLogger(logger);

    nest.log({ event: 'mes.dispatch', about: 'WO-1001@1', outcome: 'dispatched' }, 'DispatchAudit');
    nest.warn({ event: 'mes.dispatch', about: 'WO-1001@2', outcome: 'refused' }, 'DispatchAudit');

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', context: 'DispatchAudit', event: 'mes.dispatch', about: 'WO-1001@1', outcome: 'dispatched' }, { level: 'warn', context: 'DispatchAudit', about: 'WO-1001@2', outcome: 'refused' },
    ]);
  });
});

describe('metrics', () => {
  it('count requests by route template, and the process itself', async () => {
    const metrics = new Metrics('process-api');

    metrics.requestFinished({ method: 'GET', route: '/sites/:siteId', status: 200, durationMs: 3 });
    metrics.requestFinished({ method: 'GET', route: '/sites/:siteId', status: 200, durationMs: 300 });
    const text = await metrics.registry.metrics();

    expect(text).toContain('http_request_duration_seconds_bucket{le="0.005",service="process-api",method="GET",route="/sites/:siteId",status="200"} 1');
    expect(text).toContain('http_request_duration_seconds_count{service="process-api",method="GET",route="/sites/:siteId",status="200"} 2');
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('health checks', () => {
  it('are up without any', async () => {
    expect(await new HealthChecks().report()).toEqual({ status: 'up', checks: {} });
  });

  it('run once for callers that come together, and again for the next', async () => {
    let runs = 0;
    const checks = new HealthChecks([{ name: 'database', run: () => { runs += 1; return Promise.resolve(); } }]);

    const [first, second] = await Promise.all([checks.report(), checks.report()]);
    await checks.report();

    expect(first).toBe(second);
    expect(runs).toBe(2);
  });

  it('count one that throws as down, and say why inside', async () => {
    const said: unknown[] = [];
    const checks = new HealthChecks([{ name: 'erp', run: () => { throw new Error('no route'); } }], (name, error) => said.push([name, (error as Error).message]));

    expect(await checks.report()).toEqual({ status: 'down', checks: { erp: 'down' } });
    expect(said).toEqual([['erp', 'no route']]);
  });
});
