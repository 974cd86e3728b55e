import { beforeEach, describe, expect, it } from '@jest/globals';
import { judge, type ChaosCounts } from '../../tools/chaos/judge.mjs';

const CLEAN: ChaosCounts = { lost: 0, duplicates: 0, outOfOrder: 0, reversalsBeforeOriginals: 0, different: 0, notSent: 0, unfinished: 0, wronglyParked: 0 };

interface Feedback { fbNo: string; orderNo: string; stepNo: string; asEntered: object; goodQty: string; scrapQty: string; reworkQty: string; stockDocs: string[]; failedMoves: object[]; cancels: string }
interface StockLine { moveType: string; artNo: string; charge: string; qty: string }

/** A MES's log, an ERP's ledger and a gateway's words, of bearing brackets whose second operation uses two bushes each. */
class Evidence {
  readonly accepted: object[] = [];
  readonly feedbacks: Feedback[] = [];
  readonly stockDocs: { docNo: string; lines: StockLine[] }[] = [];
  readonly messages = new Map<string, object>();

  /** Answered with 202, and posted as the gateway says. */
  report(id: string, good: number, change: object = {}): this {
    this.accepted.push({ type: 'report', id, workOrderId: 'W-1', itemId: 'FG-100', operationId: '0020', good, scraps: [], rework: 0, packing: 0, ...change });
    return this.says(`productionConfirmation:${id}`, 'posted');
  }

  reversal(of: string): this {
    this.accepted.push({ type: 'reversal', id: `${of}-back`, of, workOrderId: 'W-1', operationId: '0020' });
    return this.says(`confirmationReversal:${of}-back`, 'posted');
  }

  says(name: string, state: string, error?: object): this {
    this.messages.set(name, { state, error });
    return this;
  }

  /** Stands in the ERP, with its goods movements. */
  stands(good: number, change: Partial<Feedback> = {}, lines: StockLine[] = [{ moveType: '261', artNo: 'CP-2', charge: '', qty: `${2 * good}` }, { moveType: '101', artNo: 'FG-100', charge: '', qty: `${good}` }]): this {
    return this.post({ goodQty: `${good}`, scrapQty: '0', reworkQty: '0', asEntered: { goodQty: `${good}`, goodUom: 'PC', scraps: [] }, cancels: '', ...change }, lines);
  }

  cancels(fbNo: string, good: number): this {
    return this.post({ goodQty: `-${good}`, scrapQty: '0', reworkQty: '0', asEntered: {}, cancels: fbNo }, [{ moveType: '262', artNo: 'CP-2', charge: '', qty: `${2 * good}` }, { moveType: '102', artNo: 'FG-100', charge: '', qty: `${good}` }]);
  }

  counts(): ChaosCounts {
    return judge({ accepted: this.accepted, ledger: { feedbacks: this.feedbacks, stockDocs: this.stockDocs }, messages: this.messages }).counts;
  }

  private post(feedback: Omit<Feedback, 'fbNo' | 'orderNo' | 'stepNo' | 'stockDocs' | 'failedMoves'>, lines: StockLine[]): this {
    const number = `${this.feedbacks.length + 1}`;
    this.stockDocs.push({ docNo: `S${number}`, lines });
    this.feedbacks.push({ fbNo: number, orderNo: 'W-1', stepNo: '0020', stockDocs: [`S${number}`], failedMoves: [], ...feedback });
    return this;
  }
}

describe('the judge of a chaos run', () => {
  let evidence: Evidence;
  beforeEach(() => void (evidence = new Evidence()));

  it('has nothing to say when everything stands once, complete and in order', () => {
    expect(evidence.report('r-1', 11).report('r-2', 14).reversal('r-2').report('r-3', 17).stands(11).stands(14).cancels('2', 14).stands(17).counts()).toEqual(CLEAN);
  });

  it('has nothing to say about what was given up with a reason, or taken back before it was sent', () => {
    evidence.report('r-1', 11, { isBad: true }).says('productionConfirmation:r-1', 'discarded');
    evidence.report('r-2', 14).reversal('r-2').says('productionConfirmation:r-2', 'annulled');
    evidence.report('r-3', 17, { isBad: true }).says('productionConfirmation:r-3', 'parked', { code: 'LOT_UNKNOWN' });
    expect(evidence.counts()).toEqual(CLEAN);
  });

  it('finds what is lost, whatever the gateway says of it', () => {
    expect(evidence.report('r-1', 11).counts()).toEqual({ ...CLEAN, lost: 1 });
  });

  it('finds a 202 that the gateway has forgotten', () => {
    evidence.report('r-1', 11).messages.clear();
    expect(evidence.counts()).toEqual({ ...CLEAN, lost: 1 });
  });

  it('finds what stands twice', () => {
    expect(evidence.report('r-1', 11).stands(11).stands(11).counts()).toEqual({ ...CLEAN, duplicates: 1 });
  });

  it('finds what stands in another order than it was accepted', () => {
    expect(evidence.report('r-1', 11).report('r-2', 14).stands(14).stands(11).counts()).toEqual({ ...CLEAN, outOfOrder: 1 });
  });

  it('finds a wish that was not done, one that was done twice, and a cancellation that nobody wished', () => {
    expect(evidence.report('r-1', 11).reversal('r-1').stands(11).counts()).toEqual({ ...CLEAN, lost: 1 });
    expect(evidence.cancels('1', 11).cancels('1', 11).counts()).toEqual({ ...CLEAN, duplicates: 1 });
    expect(new Evidence().report('r-1', 11).stands(11).cancels('1', 11).counts()).toEqual({ ...CLEAN, notSent: 1 });
  });

  it('finds a cancellation of what did not stand before', () => {
    evidence.report('r-1', 11).reversal('r-1').cancels('2', 11).stands(11);
    expect(evidence.counts()).toEqual({ ...CLEAN, reversalsBeforeOriginals: 1 });
  });

  it('finds a corrected report that still stands', () => {
    expect(evidence.report('r-1', 11).report('r-2', 14, { replaces: 'r-1' }).stands(11).stands(14).counts()).toEqual({ ...CLEAN, lost: 1 });
  });

  it('finds what nobody sent', () => {
    expect(evidence.stands(11).counts()).toEqual({ ...CLEAN, notSent: 1 });
  });

  it('finds what was given up and stands all the same', () => {
    expect(evidence.report('r-1', 11, { isBad: true }).says('productionConfirmation:r-1', 'discarded').stands(11).counts()).toEqual({ ...CLEAN, different: 1 });
  });

  it('finds other scrap, other parts, and a movement that did not happen', () => {
    expect(new Evidence().report('r-1', 11, { scraps: [{ reasonCode: 'BURR', pieces: 1 }] }).stands(11).counts().different).toBeGreaterThan(0);
    expect(new Evidence().report('r-1', 11).stands(11, {}, [{ moveType: '261', artNo: 'CP-2', charge: '', qty: '21' }, { moveType: '101', artNo: 'FG-100', charge: '', qty: '11' }]).counts()).toEqual({ ...CLEAN, different: 1 });
    expect(new Evidence().report('r-1', 11).stands(11, { failedMoves: [{}] }).counts()).toEqual({ ...CLEAN, different: 1 });
  });

  it('finds what was annulled or discarded though nobody asked for that', () => {
    expect(new Evidence().report('r-1', 11).says('productionConfirmation:r-1', 'annulled').counts()).toEqual({ ...CLEAN, lost: 1 });
    expect(new Evidence().report('r-1', 11).says('productionConfirmation:r-1', 'discarded').counts()).toEqual({ ...CLEAN, lost: 1 });
  });

  it('finds what a person is asked about for no reason of the plant', () => {
    expect(new Evidence().report('r-1', 11).says('productionConfirmation:r-1', 'parked', { code: 'FLOW_DEFECT' }).counts()).toEqual({ ...CLEAN, wronglyParked: 1 });
    expect(new Evidence().report('r-1', 11).reversal('r-1').stands(11).says('confirmationReversal:r-1-back', 'parked', { code: 'FLOW_DEFECT' }).counts()).toEqual({ ...CLEAN, wronglyParked: 1 });
    expect(new Evidence().report('r-1', 11).says('productionConfirmation:r-1', 'parked', { code: 'DOUBT_UNRESOLVED' }).counts()).toEqual(CLEAN);
  });

  it('takes what is parked without a reason, and what is open, for neither final nor with a person', () => {
    expect(new Evidence().report('r-1', 11).says('productionConfirmation:r-1', 'parked').counts()).toEqual({ ...CLEAN, unfinished: 1 });
    expect(evidence.report('r-1', 11).says('productionConfirmation:r-1', 'inDoubt').stands(11).counts()).toEqual({ ...CLEAN, unfinished: 1 });
  });
});
