import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { followConsumerEvents, type ConsumerEvent } from '@plantway/clients';
import { until } from '@plantway/testing';
import { EVENT_FEED } from '../src/consumer-api.tokens.js';
import type { EventFeed } from '../src/events/event-feed.js';
import { openConsumer, type ConsumerStand } from './consumer-stand.js';
import { confirmed, observed } from './plant-story.js';

const EVENTS = '/consumer/v1/sites/BER1/events';

/** A reader of the feed, and what it has got so far. */
interface Reader {
  readonly got: ConsumerEvent[];
  readonly positions: () => number[];
  leave(): Promise<void>;
}

describe('the feed of events', () => {
  let consumer: ConsumerStand;
  let url: string;
  const readers: Reader[] = [];
  beforeEach(async () => {
    consumer = await openConsumer({ heartbeatMs: 100 });
    url = await consumer.listen();
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.leave();
    await consumer.close();
  });

  const follow = ({ role = 'supervisor', ...options }: { readonly role?: 'supervisor' | 'analyst'; readonly after?: number; readonly types?: readonly string[]; readonly reconnectMs?: number } = {}): Reader => {
    const ending = new AbortController();
    const got: ConsumerEvent[] = [];
    const done = (async () => {
      for await (const event of followConsumerEvents({ baseUrl: url, apiKey: consumer.keys[role] }, { siteId: 'BER1', signal: ending.signal, reconnectMs: 1, ...options })) got.push(event);
    })();
    const reader: Reader = {
      got, positions: () => got.map(({ position }) => position),
      leave: async () => {
        ending.abort();
        await done;
      },
    };
    readers.push(reader);
    return reader;
  };
  /** The raw stream, until the text contains what is waited for. */
  const raw = async (headers: Readonly<Record<string, string>>, path: string, enough: (text: string) => boolean): Promise<{ readonly answer: Response; readonly text: string }> => {
    const ending = new AbortController();
    const answer = await fetch(url + path, { signal: ending.signal, headers: { authorization: `Bearer ${consumer.keys.supervisor}`, ...headers } });
    let text = '';
    for await (const chunk of answer.body!) {
      text += Buffer.from(chunk).toString('utf8');
      if (enough(text)) break;
    }
    ending.abort();
    return { answer, text };
  };

  it('tells everything behind Last-Event-ID, then what happens, in order and once', async () => {
    await consumer.tell(observed(), confirmed('C-1'), confirmed('C-2'));
    const reader = follow({ after: 1 });
    await until(() => reader.got.length === 2);

    await consumer.tell(confirmed('C-3'));
    await until(() => reader.got.length === 3);

    expect(reader.positions()).toEqual([2, 3, 4]);
    expect(reader.got[2]).toMatchObject({ type: 'event', event: { specversion: '1.0', type: 'production.confirmed.v1', siteid: 'BER1', data: { confirmationId: 'C-3' } } });
  });

  it('goes on where it was after a break, and misses nothing that happened meanwhile', async () => {
    await consumer.close();
    consumer = await openConsumer({ heartbeatMs: 100, streamMs: 50 }); // every stream ends soon
    url = await consumer.listen();
    await consumer.tell(observed());
    const reader = follow({ after: 0 });

    for (let number = 0; number < 60; number += 1) await consumer.tell(confirmed(`C-${number}`));
    await until(() => reader.got.length === 61);

    expect(reader.positions()).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
  });

  it('begins with what happens from now on when no place is named', async () => {
    await consumer.tell(observed(), confirmed('C-1'));
    const { text } = await raw({}, EVENTS, (got) => got.includes('id: 2'));

    expect(text).not.toContain('data:');
    expect(text).toContain('retry: 2000');
  });

  it('tells of the wanted types and of this site only, and yet how far it is', async () => {
    await consumer.tell(observed(), confirmed('C-0'));
    const readers = [0, 2].map((after) => follow({ after, types: ['production.confirmed.v1', 'alert.raised.v1'] })); // one reads the log, the other is up to date
    await until(() => readers[0].got.length === 1);
    await consumer.tell(observed(), { ...confirmed('M-1'), siteId: 'MUC1' }, confirmed('C-1'), observed());
    await until(() => readers.every(({ got }) => got.at(-1)?.position === 5));

    expect(readers.map((reader) => reader.positions())).toEqual([[2, 5], [5]]);
    const { text } = await raw({ 'last-event-id': '5' }, `${EVENTS}?types=production.confirmed.v1`, (got) => got.includes(': heartbeat'));
    expect(text).toContain(': heartbeat\nid: 6\n\n');
    expect(text).not.toContain('data:');
  });

  it('tells an analyst what happens, but nothing of messages, also when asked for it by name', async () => {
    const parked = { type: 'message.parked.v1', data: { messageId: 'm-1', siteId: 'BER1', kind: 'productionConfirmation', sourceSystem: 'mes', senderId: 'C-9' } };
    await consumer.tell(observed(), parked);
    const behind = follow({ after: 0, role: 'analyst' }); // reads the log
    await until(() => behind.got.length === 1);
    const byName = follow({ after: 0, role: 'analyst', types: ['message.parked.v1', 'production.confirmed.v1'] });
    await consumer.tell(parked, confirmed('C-1'));
    await until(() => behind.got.at(-1)?.position === 4 && byName.got.at(-1)?.position === 4);

    expect([behind.positions(), byName.positions()]).toEqual([[1, 4], [4]]);
  });

  it('tells a reader to read its state anew when what it missed is not kept any more', async () => {
    await consumer.tell(observed(), confirmed('C-1'), confirmed('C-2'));
    await consumer.database.pool.query('delete from events.event_log where position <= 2');
    await consumer.database.pool.query('update events.log_state set removed_through = 2');

    const reader = follow({ after: 1 });
    await until(() => reader.got.length === 1);
    await consumer.tell(confirmed('C-3'));
    await until(() => reader.got.length === 2);

    expect(reader.got).toMatchObject([{ type: 'reset', position: 3 }, { type: 'event', position: 4 }]);
  });

  it('tells a reader of another database to read its state anew', async () => {
    await consumer.tell(observed());
    const { text } = await raw({ 'last-event-id': '500' }, EVENTS, (got) => got.includes('event: reset'));

    expect(text).toContain('id: 1\nevent: reset\ndata: {"position":1}\n\n');
  });

  it('gives an event out only when the reads contain it', async () => {
    const reader = follow({ after: 0 });
    const seen: { readonly told: number; readonly read: number }[] = [];
    for (let number = 1; number <= 10; number += 1) {
      const telling = consumer.tell(confirmed(`C-${number}`));
      await until(() => reader.got.length === number);
      const { position } = await consumer.read<{ position: number }>('/consumer/v1/sites/BER1/overview');
      seen.push({ told: reader.got[number - 1].position, read: position });
      await telling;
    }

    expect(seen.every(({ told, read }) => read >= told)).toBe(true);
  });

  it('serialises an event once, however many read it', async () => {
    const many = Array.from({ length: 20 }, () => follow({ after: 0 }));
    await consumer.tell(observed());
    await until(() => many.every(({ got }) => got.length === 1));
    let serialised = 0;
    const watched = { ...confirmed('C-1') };
    const stringify = JSON.stringify.bind(JSON);
    JSON.stringify = ((value: unknown, ...rest: never[]) => {
      if ((value as { readonly type?: unknown } | null)?.type === 'production.confirmed.v1' && (value as { readonly specversion?: unknown }).specversion === '1.0') serialised += 1;
      return stringify(value, ...rest);
    }) as typeof JSON.stringify;

    try {
      await consumer.tell(watched);
      await until(() => many.every(({ got }) => got.length === 2));
    } finally {
      JSON.stringify = stringify;
    }

    expect(serialised).toBe(1);
  });

  it('lets a reader that does not read hold up nobody, and gives it everything once it does', async () => {
    const ending = new AbortController();
    const slow = await fetch(`${url}${EVENTS}?lastEventId=0`, { signal: ending.signal, headers: { authorization: `Bearer ${consumer.keys.supervisor}` } });
    const quick = follow({ after: 0 });
    const big = 'x'.repeat(20_000);
    for (let number = 0; number < 12; number += 1) await consumer.tell(...Array.from({ length: 50 }, (_, row) => confirmed(`C-${number}-${row}`, { note: big })));
    await until(() => quick.got.length === 600, { within: 60_000 });

    let text = '';
    let frames = 0;
    const decoder = new TextDecoder();
    for await (const chunk of slow.body!) {
      text += decoder.decode(chunk, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop()!;
      frames += parts.filter((part) => part.includes('data:')).length;
      if (frames === 600) break;
    }
    ending.abort();

    expect(frames).toBe(600);
  }, 90_000);

  it('ends with the application, and reads nothing while nobody listens', async () => {
    const reader = follow({ after: 0 });
    await consumer.tell(observed());
    await until(() => reader.got.length === 1);
    await reader.leave();
    const feed = consumer.app.get<EventFeed>(EVENT_FEED);

    await consumer.tell(confirmed('C-1'));

    expect(feed.position).toBe(1);
    const open = await fetch(url + EVENTS, { headers: { authorization: `Bearer ${consumer.keys.supervisor}` } });
    await consumer.app.close();
    expect(await open.text()).toContain('retry: 2000');
  });

  it('refuses a place that is none, a type that is none, and a role that may not', async () => {
    const headers = { authorization: `Bearer ${consumer.keys.supervisor}` };
    expect(await (await fetch(url + EVENTS, { headers: { ...headers, 'last-event-id': 'x' } })).json()).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path: '/header/Last-Event-ID' }] });
    expect(await (await fetch(`${url}${EVENTS}?types=;drop`, { headers })).json()).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((await fetch(url + EVENTS, { headers: { authorization: `Bearer ${consumer.keys.mes}` } })).status).toBe(403);
    await expect(followConsumerEvents({ baseUrl: url, apiKey: consumer.keys.mes }, { siteId: 'BER1', signal: new AbortController().signal }).next()).rejects.toThrow('403');
  });
});
