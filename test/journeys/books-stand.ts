import { mesPull } from '@plantway/backends/mes-pull';
import { ConservationCheck, ReconciliationBook, ReconciliationRun, type CheckTurn, type Drift } from '@plantway/conservation';
import type { MesPort } from '@plantway/ports';
import type { Role } from '@plantway/security';
import { AlteredErp } from './altered-erp.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

/** A settle window that the stand's ERP, which may write for 20 s, never outlives. */
const SETTLE = { sendDeadlineMs: 5_000, pauseAllowanceMs: 5_000, settleWindowMs: 60_000 };
export const SITE = '/process/v1/sites/BER1';

export interface SeenFinding {
  readonly findingId: string;
  readonly kind: string;
  readonly words: string;
  readonly documentNumber?: string;
  readonly messageId?: string;
  readonly proposal?: string;
  readonly state: string;
  readonly correctionMessageId?: string;
  readonly closedAt?: string;
  readonly workOrderId: string;
}

/** A gateway with its check and its reconciliations, which run when the test says so, before an ERP that people work in. */
export class BooksStand {
  readonly mes: ReportingMes;
  readonly check: ConservationCheck;
  private readonly run: ReconciliationRun;
  private orders = 0;

  private constructor(readonly gateway: GatewayStand, readonly altered: AlteredErp, mes: MesPort) {
    const { pool } = gateway.database;
    const tools = { pool, erp: altered.port, mes, clock: gateway.clock, onFailure: (...failed: readonly unknown[]) => { throw failed.at(-1); } };
    this.mes = new ReportingMes(gateway);
    this.check = new ConservationCheck(tools);
    this.run = new ReconciliationRun({ pool, erp: altered.port, clock: gateway.clock, book: new ReconciliationBook(pool) });
  }

  /** @param mes whose totals are compared; one that cannot be asked when left out */
  static async open(mes?: MesPort): Promise<BooksStand> {
    let altered: AlteredErp | undefined;
    const gateway = await openGateway({ settings: SETTLE, line: (erp) => (altered = new AlteredErp(erp)).port });
    return new BooksStand(gateway, altered!, mes ?? mesPull(gateway.clock));
  }

  /** A released order of 100 pieces that the gateway knows. */
  async order(): Promise<string> {
    this.orders += 1;
    const workOrderId = `WO-8${String(this.orders).padStart(3, '0')}`;
    await this.gateway.simulation.apply({ type: 'createOrder', order: { workOrderId, itemId: 'FG-100', quantity: pieces('100'), overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z' } });
    return workOrderId;
  }

  /** Somebody confirms one good piece on a screen, or under a reference that is given. Answers the document's number. */
  async confirmOnScreen(workOrderId: string, reference = 'BY-HAND'): Promise<string> {
    const outcome = await this.gateway.simulation.apply({
      type: 'confirm', reference, workOrderId, operationId: '0010', kind: 'partial', postingDate: '2026-11-22', yield: pieces('1'), scrap: [], producedLots: [], serialNumbers: [], consumptions: [], otherOutputs: [], activities: [], user: 'J. Meier',
    });
    if (!outcome.posted) throw new Error(outcome.message);
    return outcome.result.number;
  }

  async reverseOnScreen(confirmationNumber: string): Promise<string> {
    const outcome = await this.gateway.simulation.apply({ type: 'reverse', reference: 'BY-HAND', confirmationNumber, postingDate: '2026-11-22', user: 'J. Meier' });
    if (!outcome.posted) throw new Error(outcome.message);
    return outcome.result.number;
  }

  /** Number of the document that stands in the ERP for a message. */
  async documentOf(messageId: string): Promise<string> {
    return (await this.mes.message(messageId)).erp!.documents[0].number;
  }

  /** One look, after the orders were read again as the worker does all the time. */
  async look(): Promise<CheckTurn> {
    await this.gateway.readOrders('BER1');
    await this.gateway.clock.advance(20_000);
    return (await this.check.turn('BER1'))!;
  }

  async drifts(query = 'open=true'): Promise<readonly Drift[]> {
    return (await this.gateway.request({ method: 'GET', url: `${SITE}/conservation/drifts?${query}`, role: 'supervisor' })).json<{ items: readonly Drift[] }>().items;
  }

  async events(type: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { rows } = await this.gateway.database.pool.query<{ data: Readonly<Record<string, unknown>> }>('select data from events.event_log where type = $1 order by insertion_id', [type]);
    return rows.map(({ data }) => data);
  }

  /** Asks for a comparison of the day as `role`, and carries it out. */
  async reconcile(role: Role = 'supervisor'): Promise<string> {
    const answer = await this.gateway.request({ method: 'POST', url: `${SITE}/reconciliations`, role, payload: { productionDay: '2026-11-22' } });
    if (answer.statusCode !== 202) throw new Error(answer.body);
    await this.run.runOnce();
    return answer.json<{ reconciliationId: string }>().reconciliationId;
  }

  /** The comparison of a night, which nobody asked for. */
  async night(night: string): Promise<string> {
    const reconciliationId = await new ReconciliationBook(this.gateway.database.pool).request({ siteId: 'BER1', night, fromDay: night, toDay: night, requestedBy: 'system', correlationId: `night-${night}` }, this.gateway.clock.now());
    await this.run.runOnce();
    return reconciliationId!;
  }

  /** Carries out what waits, some time later. */
  async carryOn(ms: number): Promise<void> {
    await this.gateway.clock.advance(ms);
    await this.run.runOnce();
  }

  /** What was found and waits for somebody is looked at again, as the worker does after each look. */
  recheck(): Promise<void> {
    return this.run.recheck('BER1');
  }

  async findings(reconciliationId: string, query = ''): Promise<{ readonly reconciliation: Readonly<Record<string, unknown>>; readonly items: readonly SeenFinding[]; readonly nextCursor: string | null }> {
    return (await this.gateway.request({ method: 'GET', url: `${SITE}/reconciliations/${reconciliationId}${query}`, role: 'supervisor' })).json();
  }

  approve(reconciliationId: string, findingId: string, role: Role) {
    return this.gateway.request({ method: 'POST', url: `${SITE}/reconciliations/${reconciliationId}/findings/${findingId}/approve`, role });
  }

  close(): Promise<void> {
    return this.gateway.close();
  }
}
