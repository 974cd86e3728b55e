import { SeededRandom } from '../../dist/libs/simulation/src/index.js';

const HOUR_MS = 3_600_000;
const OPEN = ['released', 'inProgress'];

/**
 * Changes of running orders from both sides, by seed: through the gateway, where the MES is asked first, and on the ERP's screens, which the gateway follows. What was held is resumed a
 * few changes later; an order is cancelled only through the gateway.
 */
export class OrderChanges {
  /** How many of each there were. */
  done = { gateway: 0, screen: 0, cancelled: 0 };
  #held = [];
  #touched = new Set();

  constructor(plants, siteIds, seed, tell) {
    Object.assign(this, { plants, siteIds, tell, random: new SeededRandom(seed * 104_729 + 3) });
  }

  /** One change at each site, if it has an order to change. */
  async round() {
    for (const siteId of this.siteIds) {
      if (this.#held.length > 2) await this.#resume(this.#held.shift());
      const order = await this.#anOrder(siteId);
      if (order !== undefined) await this.#change(siteId, order);
    }
  }

  /** Nothing stays on hold. */
  async end() {
    for (const held of this.#held.splice(0)) await this.#resume(held);
  }

  async #anOrder(siteId) {
    const orders = [];
    for (const status of OPEN) {
      const { status: answered, body } = await this.plants.systemErp('planner', `/sites/${siteId}/work-orders?status=${status}&limit=1000`, { expected: [200, 502, 503, 504] });
      if (answered !== 200) return undefined; // the ERP is in maintenance
      orders.push(...body.items.filter(({ workOrderId }) => !this.#touched.has(`${siteId} ${workOrderId}`)));
    }
    return orders.length === 0 ? undefined : this.random.pick(orders);
  }

  async #change(siteId, { workOrderId, quantity, dueAt }) {
    this.#touched.add(`${siteId} ${workOrderId}`);
    const more = { value: `${Number(quantity.value) + this.random.between(1, 4)}`, unit: quantity.unit };
    const less = { value: `${Math.max(1, Number(quantity.value) - this.random.between(1, 4))}`, unit: quantity.unit };
    const later = new Date(Date.parse(dueAt) + this.random.between(4, 48) * HOUR_MS).toISOString();
    const wishes = [{ verb: 'hold' }, { verb: 'changeQuantity', quantity: more }, { verb: 'changeQuantity', quantity: less }, { verb: 'changeDate', dueAt: later }, { verb: 'cancel' }];
    const wish = this.random.pick(wishes);
    if (wish.verb === 'cancel' || this.random.between(0, 1) === 0) await this.#ask(siteId, workOrderId, wish);
    else await this.#onScreen(siteId, workOrderId, wish);
  }

  async #ask(siteId, workOrderId, wish) {
    await this.plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${workOrderId}/change`, { body: { ...wish, reason: 'the pilot wants it otherwise' } });
    this.done.gateway += 1;
    if (wish.verb === 'cancel') this.done.cancelled += 1;
    if (wish.verb === 'hold') this.#held.push({ siteId, workOrderId, side: 'gateway' });
    if (this.done.gateway === 1) this.tell(`${siteId}: the planner asks for ${wish.verb} of ${workOrderId}; the MES is asked before the ERP is changed`);
  }

  async #onScreen(siteId, workOrderId, { verb, quantity, dueAt }) {
    const command = verb === 'hold' ? { type: 'holdOrder', workOrderId } : { type: 'changeOrder', workOrderId, ...(quantity && { quantity }), ...(dueAt && { dueAt }) };
    const refusal = await this.plants.tryErpCommand(siteId, command);
    if (refusal !== undefined) return; // below what is confirmed, locked, or done meanwhile
    this.done.screen += 1;
    if (verb === 'hold') this.#held.push({ siteId, workOrderId, side: 'screen' });
    if (this.done.screen === 1) this.tell(`${siteId}: ${verb} of ${workOrderId} on a screen of the ERP; the gateway follows`);
  }

  async #resume({ siteId, workOrderId, side }) {
    if (side === 'screen') return void (await this.plants.tryErpCommand(siteId, { type: 'resumeOrder', workOrderId }));
    await this.plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${workOrderId}/change`, { body: { verb: 'resume', reason: 'go on' } });
  }
}
