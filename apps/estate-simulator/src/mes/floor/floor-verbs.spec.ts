import { describe, expect, it } from '@jest/globals';
import type { JobOrder, JobOrderState, JobOrderVerb } from '@plantway/canonical';
import type { BookLine } from '../book-line.js';
import { MES_PLANTS } from '../mes-plant.js';
import type { AcknowledgementBody, OutgoingReport } from '../outgoing.js';
import { Floor } from './floor.js';

const BEGIN = Date.parse('2026-11-22T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Version {
  readonly verb: JobOrderVerb;
  readonly state?: JobOrderState;
  readonly quantity?: string;
  readonly proposalFor?: string;
}

/** A floor with one order of 40 pieces over two operations, which is told something about it, version after version. */
class ToldFloor {
  readonly floor = new Floor({ plant: MES_PLANTS.find(({ siteId }) => siteId === 'BER1')!, seed: 3, leaveAlone: [], mistakeShare: 0 });
  private readonly lines: BookLine[] = [];
  private version = 0;

  constructor() {
    this.floor.resume(BEGIN);
    this.tell({ verb: 'Store' });
  }

  tell({ verb, state = 'AllowedToStart', quantity = '40', proposalFor }: Version): void {
    this.version += 1;
    const job = (operationId: string, workCenterId: string, before?: string): JobOrder => ({
      jobOrderId: `WO-1-${operationId}`, version: this.version, workOrderId: 'WO-1', operationId, itemId: 'FG-100', workCenterId, quantity: { value: quantity, unit: 'H87' }, state,
      startAt: '2026-11-22T08:00:00Z', dueAt: '2026-11-25T08:00:00Z', tracking: 'none', components: [], ...(before !== undefined && { predecessorOperationId: before }),
    });
    const jobOrders = [job('0010', 'WC-10'), job('0020', 'WC-20', '0010')];
    this.floor.state.take({ line: 'pushed', at: '2026-11-22T08:00:00Z', reference: `r-${this.version}`, workOrderId: 'WO-1', version: this.version, jobOrders, asked: { verb, ...(proposalFor !== undefined && { proposalFor }) } });
    this.floor.obey('WO-1');
    this.lines.push(...this.floor.acknowledge('WO-1', undefined));
  }

  work(minutes: number): void {
    this.lines.push(...this.floor.advance(BEGIN + minutes * MINUTE));
    for (const workOrderId of this.floor.owing()) this.lines.push(...this.floor.acknowledge(workOrderId, undefined));
  }

  get said(): readonly string[] {
    return this.lines.map((line) => {
      const { outgoing } = line as Extract<BookLine, { line: 'outgoing' }>;
      return outgoing.type === 'report' ? `${outgoing.body.operationId} ${outgoing.body.kind}` : outgoing.type;
    });
  }
  get answers(): readonly AcknowledgementBody[] {
    return this.lines.flatMap((line) => (line.line === 'outgoing' && line.outgoing.type === 'acknowledgement' && line.outgoing.body.version === this.version ? [line.outgoing.body] : []));
  }
  get reports(): readonly OutgoingReport[] {
    return this.lines.flatMap((line) => (line.line === 'outgoing' && line.outgoing.type === 'report' ? [line.outgoing] : []));
  }
  get made(): number {
    return this.reports.filter(({ body }) => body.operationId === '0010').reduce((pieces, { run }) => pieces + run.fresh, 0);
  }
}

describe('the shop floor', () => {
  it('pauses at the next piece, reports what was made, and goes on when it is resumed', () => {
    const told = new ToldFloor();
    told.work(20); // 15 minutes to set up, a piece a minute
    told.tell({ verb: 'Pause', state: 'Interrupted' });
    told.work(180);

    expect(told.made).toBe(6);
    expect(told.floor.isQuiet).toBe(true);
    expect(told.answers.map(({ answer }) => answer)).toEqual(['accepted', 'accepted']);

    told.tell({ verb: 'Resume' });
    told.work(900);
    expect(told.made).toBe(40);
  });

  it('makes nothing of what was only being set up', () => {
    const told = new ToldFloor();
    told.work(10);
    told.tell({ verb: 'Cancel', state: 'Aborted' });
    told.work(600);

    expect(told.reports).toEqual([]);
    expect(told.floor.isQuiet).toBe(true);
  });

  it('says the last word with the last piece when it is stopped, and answers after it', () => {
    const told = new ToldFloor();
    told.work(20);
    told.tell({ verb: 'Stop', state: 'Aborted' });
    expect(told.answers).toEqual([]);
    told.work(600);

    expect(told.said.slice(-3)).toEqual(['0010 final', 'acknowledgement', 'acknowledgement']);
    expect(told.made).toBe(6);
  });

  it('can go on after it was only asked to stop', () => {
    const told = new ToldFloor();
    told.work(20);
    told.tell({ verb: 'Stop', state: 'Aborted', proposalFor: 'change-1' });
    told.work(60);
    expect(told.reports.map(({ body }) => body.kind)).toEqual(['partial']);

    told.tell({ verb: 'Update' });
    told.work(900);
    expect(told.made).toBe(40);
  });

  it('takes another quantity down to what is made or at a machine', () => {
    const told = new ToldFloor();
    told.work(20);

    told.tell({ verb: 'Update', quantity: '1' });
    const [first, second] = told.answers;
    expect(first.answer).toBe('partly');
    expect(Number(first.acceptedQuantity?.value)).toBeGreaterThan(5);
    expect(second.answer).toBe('accepted');

    told.tell({ verb: 'Update', quantity: first.acceptedQuantity!.value });
    expect(told.answers.map(({ answer }) => answer)).toEqual(['accepted', 'accepted']);
    told.work(900);
    expect(told.made).toBe(Number(first.acceptedQuantity!.value));
    expect(told.floor.state.orders.get('WO-1')!.isDone).toBe(true);
  });

  it('does the same again from its book, whatever it was told', () => {
    const once = (): readonly string[] => {
      const told = new ToldFloor();
      told.work(20);
      told.tell({ verb: 'Pause', state: 'Interrupted' });
      told.work(60);
      told.tell({ verb: 'Resume' });
      told.work(12 * HOUR / MINUTE);
      return told.said;
    };

    expect(once()).toEqual(once());
  });
});
