const REASON = 'the order was cancelled before this came: what is posted stands';
/** Who counts again has found one good piece to be scrap: what the ERP has beside that. */
const RECOUNT = { good: 1, scrapped: -1 };

/**
 * What a supervisor does with a correction that the plant sends after its order was cancelled: an ERP takes nothing of such an order back, and opens none again. He discards it, and the truth ledger hears
 * who decided that and why. Only what came after the cancellation went out: what came before, the gateway must have posted first.
 */
export class LateCorrections {
  /** How many explanations were given, by site. */
  explained = {};
  /** What stands in the ERP beside what the plant says, because a correction was given up. */
  standing = [];
  #givenUp = new Set();

  constructor(plants, tell) {
    Object.assign(this, { plants, tell });
  }

  /** Gives the parked message up when it is such a correction: a reversal and the report behind it, or a total that was put right. */
  async decide(siteId, message) {
    const { kind, senderId, error } = message;
    if (error?.code === 'ORDER_CLOSED' && kind === 'confirmationReversal') await this.#giveUp(siteId, message, (ofOrder) => this.#standsOf(siteId, message, ofOrder));
    if (error?.code === 'ORDER_CLOSED' && kind === 'productionConfirmation' && (await this.plants.mesBook(siteId)).cumulative) await this.#giveUp(siteId, message, () => RECOUNT);
    if (error?.code === 'CORRECTION_NOT_REVERSED' && kind === 'productionConfirmation' && this.#givenUp.has(`${siteId} ${senderId}`)) await this.#discard(siteId, message);
  }

  /** What the ERP rightly has of an operation more than the plant made. */
  standingAt(siteId, workOrderId, operationId) {
    const here = this.standing.filter((each) => each.siteId === siteId && each.workOrderId === workOrderId && each.operationId === operationId);
    return { good: here.reduce((sum, { good }) => sum + good, 0), scrapped: here.reduce((sum, { scrapped }) => sum + scrapped, 0) };
  }

  async #giveUp(siteId, message, standsBecause) {
    const { workOrderId, operationId, senderId, acceptedAt, error } = message;
    const ofOrder = [];
    for await (const each of this.plants.processRows('supervisor', `/sites/${siteId}/messages?workOrderId=${encodeURIComponent(workOrderId)}`)) ofOrder.push(each);
    const cancelledAt = await this.#cancelledAt(siteId, ofOrder);
    if (cancelledAt === undefined || acceptedAt <= cancelledAt || !(await this.#discard(siteId, message))) return;
    this.#givenUp.add(`${siteId} ${senderId}`);
    this.standing.push({ siteId, workOrderId, operationId, ...(await standsBecause(ofOrder)) });
    this.tell(`${siteId}: ${error.reason.split('.')[0]}, and correction ${senderId} came after that; the supervisor discarded it: what was posted stands`);
  }

  /** When the cancellation went out to the ERP: the last change of the order, for none comes after it. Undefined when nothing changed it. */
  async #cancelledAt(siteId, ofOrder) {
    const sent = [];
    for (const { messageId } of ofOrder.filter(({ kind, state }) => kind === 'workOrderChange' && state === 'posted')) {
      const { body } = await this.plants.process('supervisor', 'GET', `/sites/${siteId}/messages/${messageId}`);
      sent.push(...body.attempts.filter(({ purpose }) => purpose === 'send').slice(0, 1).map(({ startedAt }) => startedAt));
    }
    return sent.sort().at(-1);
  }

  /** A report that should have made place for another one stands; or one that should have gone, with what the ERP itself has booked for it. */
  async #standsOf(siteId, { senderId, confirmationId }, ofOrder) {
    const report = (id) => ofOrder.find((each) => each.kind === 'productionConfirmation' && each.senderId === id);
    if (report(senderId) !== undefined) return RECOUNT;
    const { number } = report(confirmationId).erp.documents.find(({ type }) => type === 'confirmation');
    const { feedbacks } = await this.plants.erpLedger(siteId);
    const { goodQty, scrapQty } = feedbacks.find(({ fbNo }) => fbNo === number);
    return { good: Number(goodQty), scrapped: Number(scrapQty) };
  }

  /** @returns false when it is not parked any more */
  async #discard(siteId, { messageId, sourceSystem, kind, senderId }) {
    const { status } = await this.plants.process('supervisor', 'POST', `/sites/${siteId}/messages/${messageId}/discard`, { body: { reason: REASON }, expected: [200, 202, 409] });
    if (status === 409) return false;
    await this.plants.explain({ siteId, sourceSystem, kind, senderId, by: 'supervisor-1', reason: REASON, explainedAt: new Date().toISOString() });
    this.explained[siteId] = (this.explained[siteId] ?? 0) + 1;
    return true;
  }
}
