import { SeededRandom, orderStatus } from '@plantway/simulation';
import { until } from '@plantway/testing';
import { shuffled, type OrderRace, type RaceStep } from './order-race.js';
import { ReleaseStand, type UnfinishedMessage } from './release-stand.js';

const OPERATIONS = ['0010', '0020'];
/** Good pieces of one report, of 50 that are ordered; two of them and what the clerk confirms are more than the planner's quantity. */
const REPORTED = 14;
const CONFIRMED_ON_SCREEN = 3;
const RACES_AT_ONCE = 6;
const pieces = (value: number) => ({ value: String(value), unit: 'H87' });
const WISHES = { hold: {}, resume: {}, cancel: {}, changeQuantity: { quantity: pieces(30) }, changeDate: { dueAt: '2026-11-27T10:00:00.000Z' } };

/** An order as the ERP has it, with the good pieces that are confirmed at its first operation. */
interface OrderInErp {
  readonly status: string;
  readonly quantity: string;
  readonly dueAt: string;
  readonly confirmed: number;
}

/** Runs races on a gateway with its ERP and its MES, and says what is left of them when everything has come to rest. */
export class RaceStand {
  private readonly reported = new Map<string, number>();
  private readonly onScreen = new Map<string, number>();
  private readonly mayAnswer = new Set<string>();
  private readonly firstVersion = new Map<string, number>();

  private constructor(private readonly stand: ReleaseStand, private readonly races: readonly OrderRace[]) {}

  /** The MES has the job orders of every order, and said nothing yet. */
  static async open(races: readonly OrderRace[]): Promise<RaceStand> {
    const stand = await ReleaseStand.open({ isPatient: true });
    try {
      return await RaceStand.begin(stand, races);
    } catch (error) {
      await stand.close();
      throw error;
    }
  }

  private static async begin(stand: ReleaseStand, races: readonly OrderRace[]): Promise<RaceStand> {
    const { simulation, mes } = stand;
    for (const { workOrderId } of races) {
      await stand.createOrder(workOrderId);
      await simulation.apply({ type: 'releaseOrder', workOrderId });
    }
    await stand.startWorker({ workOrderChangesMs: 50 });
    const race = new RaceStand(stand, races);
    await until(() => races.every(({ workOrderId }) => mes.taken.includes(`${workOrderId}@1`)), { within: 90_000 });
    for (const { workOrderId, isHeld } of races) {
      if (isHeld) await simulation.apply({ type: 'holdOrder', workOrderId });
      race.firstVersion.set(workOrderId, isHeld ? 2 : 1);
    }
    await until(() => races.every(({ workOrderId, isHeld }) => !isHeld || mes.taken.includes(`${workOrderId}@2`)), { within: 90_000 });
    return race;
  }

  /** All steps of all races, until everything has come to rest. Answers what is wrong then. @throws Error when it does not come to rest */
  async run(seed: number): Promise<readonly string[]> {
    let isOver = false;
    const answering = this.answerAll(() => isOver);
    try {
      await this.takeTurns(new SeededRandom(seed));
      await until(async () => {
        for (const look of [this.underWay, this.disagreements, this.onlyAskedFor]) {
          const unrest = await look.call(this);
          if (unrest.length > 0) throw new Error(unrest.join('; '));
        }
        return true;
      }, { within: 90_000 });
    } finally {
      isOver = true;
      await answering;
    }
    return this.faults();
  }

  close(): Promise<void> {
    return this.stand.close();
  }

  private async takeTurns(random: SeededRandom): Promise<void> {
    const most = Math.max(...this.races.map(({ turns }) => turns.length));
    for (let turn = 0; turn < most; turn += 1) {
      const left = [...shuffled(this.races.filter(({ turns }) => turns[turn] !== undefined), random)];
      while (left.length > 0) await Promise.all(left.splice(0, RACES_AT_ONCE).flatMap((race) => race.turns[turn].map((step) => this.take(step, race))));
    }
  }

  private async take(step: RaceStep, race: OrderRace): Promise<void> {
    const { workOrderId, gateway } = race;
    switch (step) {
      case 'erp': return this.onErpScreen(race);
      case 'answer': return void this.mayAnswer.add(workOrderId);
      case 'gateway': return stored(await this.stand.change(workOrderId, { changeId: `change-${workOrderId}`, verb: gateway, ...WISHES[gateway] }));
      case 'material': return stored(await this.stand.consume({ consumptionId: `used-${workOrderId}`, workOrderId, operationId: '0010', itemId: 'CP-3', quantity: pieces(1), consumedAt: '2026-11-22T08:30:00+01:00' }));
      case 'report':
        stored(await this.stand.confirm(workOrderId, '0010', String(REPORTED)));
        return void this.reported.set(workOrderId, (this.reported.get(workOrderId) ?? 0) + REPORTED);
    }
  }

  /** The screen may say no: what the other side did before counts. */
  private async onErpScreen({ erp, workOrderId }: OrderRace): Promise<void> {
    const { simulation } = this.stand;
    switch (erp) {
      case 'hold': return void (await simulation.apply({ type: 'holdOrder', workOrderId }));
      case 'resume': return void (await simulation.apply({ type: 'resumeOrder', workOrderId }));
      case 'cancel': return void (await simulation.apply({ type: 'cancelOrder', workOrderId }));
      case 'close': return void (await simulation.apply({ type: 'closeOrder', workOrderId }));
      case 'changeQuantity': return void (await simulation.apply({ type: 'changeOrder', workOrderId, quantity: pieces(40) }));
      case 'changeDate': return void (await simulation.apply({ type: 'changeOrder', workOrderId, dueAt: '2026-11-26T10:00:00.000Z' }));
      case 'confirm': {
        const outcome = await simulation.apply({
          type: 'confirm', reference: `screen-${workOrderId}`, workOrderId, operationId: '0010', kind: 'partial', postingDate: '2026-11-22', yield: pieces(CONFIRMED_ON_SCREEN),
          scrap: [], producedLots: [], serialNumbers: [], consumptions: [], otherOutputs: [], activities: [],
        });
        if (outcome.posted) this.onScreen.set(workOrderId, CONFIRMED_ON_SCREEN);
      }
    }
  }

  /** The MES answers every version that it took, once it may, until it is told to stop. What it had before the race it accepts. */
  private async answerAll(isOver: () => boolean): Promise<void> {
    const { mes } = this.stand;
    const left = new Set<string>();
    const mayNow = (version: string): boolean => this.mayAnswer.has(version.slice(0, version.indexOf('@')));
    for (let seen = 0; !isOver();) {
      for (; seen < mes.taken.length; seen += 1) left.add(mes.taken[seen]);
      for (const taken of [...left].filter(mayNow)) {
        left.delete(taken);
        await this.answer(taken);
      }
      await until(() => isOver() || seen < mes.taken.length || [...left].some(mayNow), { within: 300_000 });
    }
  }

  private async answer(taken: string): Promise<void> {
    const [workOrderId, version] = taken.split('@');
    const race = this.races.find((candidate) => candidate.workOrderId === workOrderId)!;
    const answer = Number(version) > this.firstVersion.get(workOrderId)! ? race.answer : 'accepted';
    await Promise.all(OPERATIONS.map((operationId) => this.stand.acknowledge(`${workOrderId}-${operationId}`, { version: Number(version), answer, ...(answer === 'partly' && { acceptedQuantity: pieces(35) }) })));
  }

  /** The orders of the races in the ERP itself, past its face, as of one moment. */
  private inErp(): Promise<ReadonlyMap<string, OrderInErp>> {
    return this.stand.simulation.read((engine) => new Map(this.races.map(({ workOrderId }) => {
      const order = engine.order(workOrderId)!;
      return [workOrderId, { status: orderStatus(order), quantity: order.quantity.value, dueAt: order.dueAt, confirmed: Number(order.operations[0].yield.booked) }];
    })));
  }

  /** What still has to go on by itself: versions that no message carries, and all messages but those that a person has, reports behind such a one, and reports that wait for an order that the ERP holds. */
  private async underWay(): Promise<readonly string[]> {
    const open = await this.stand.unfinished();
    const reports = open.filter(isReport);
    const orders = await this.inErp();
    const isStopped = ({ workOrderId, state, code }: UnfinishedMessage): boolean => state === 'parked' || (code === 'ORDER_ON_HOLD' && orders.get(workOrderId)!.status === 'held');
    const stopped = new Set(reports.filter(isStopped).map(({ workOrderId }) => workOrderId));
    const rests = (message: UnfinishedMessage): boolean => message.state === 'parked' || (isReport(message) && stopped.has(message.workOrderId) && (message.state === 'accepted' || message.code === 'ORDER_ON_HOLD'));
    const left = open.filter((message) => !rests(message));
    return [...left.map(({ kind, state, workOrderId, code }) => `${workOrderId} ${kind} ${state} ${code ?? ''}`), ...(await this.stand.book.undispatched()).map(({ dispatch }) => `${dispatch.workOrderId}@${dispatch.version} without a message`)];
  }

  /** Orders of which the MES has another picture than the ERP. */
  private async disagreements(): Promise<readonly string[]> {
    return [...await this.inErp()].flatMap(([workOrderId, { status, quantity, dueAt }]) => {
      const jobOrders = this.stand.mes.jobOrdersOf(workOrderId) ?? [];
      const isOver = status === 'cancelled' || status === 'closed';
      const states = isOver ? ['Aborted', 'Ended'] : [status === 'held' ? 'Interrupted' : 'AllowedToStart'];
      const agrees = jobOrders.length > 0 && jobOrders.every((job) => states.includes(job.state) && (isOver || (job.quantity.value === quantity && job.dueAt === dueAt)));
      return agrees ? [] : [`${workOrderId} is ${status} over ${quantity} until ${dueAt}, the MES has ${jobOrders.map((job) => `${job.state} ${job.quantity.value} until ${job.dueAt}`).join(', ')}`];
    });
  }

  /** Orders whose job orders still do not count, although nobody negotiates about them any more. */
  private async onlyAskedFor(): Promise<readonly string[]> {
    const executions = await Promise.all(this.races.map(async ({ workOrderId }) => [workOrderId, await this.stand.execution(workOrderId)] as const));
    return executions.flatMap(([workOrderId, { dispatch }]) => (dispatch?.proposalFor === undefined ? [] : [`${workOrderId}@${dispatch.version} is only asked for by ${dispatch.proposalFor}`]));
  }

  /** A confirmed quantity that is lost or doubled, and an order without a way on. */
  private async faults(): Promise<readonly string[]> {
    const [open, orders] = [await this.stand.unfinished(), await this.inErp()];
    const issues = await this.stand.simulation.read((engine) => engine.stockDocuments().filter(({ confirmationNumber, lines }) => confirmationNumber === undefined && lines.some(({ itemId }) => itemId === 'CP-3')));
    const faults = await Promise.all(this.races.map(async (race) => {
      const { workOrderId } = race;
      const execution = await this.stand.execution(workOrderId);
      const left = open.filter((message) => message.workOrderId === workOrderId);
      const openPieces = REPORTED * left.filter(isMade).length;
      const confirmed = orders.get(workOrderId)!.confirmed - (this.onScreen.get(workOrderId) ?? 0);
      const issued = issues.filter(({ lines }) => lines.some((line) => line.workOrderId === workOrderId)).length;
      const reported = this.reported.get(workOrderId) ?? 0;
      return [
        ...(confirmed + openPieces === reported ? [] : [`${reported} reported, ${confirmed} confirmed, ${openPieces} open`]),
        ...(issued + left.filter(({ kind }) => kind === 'materialConsumption').length === 1 ? [] : [`its material is issued ${issued} times`]),
        ...(execution.held === undefined || left.some(({ state, code }) => state === 'parked' && code === 'JOB_ORDER_REFUSED') ? [] : [`held without a desk item: ${execution.held.reason}`]),
      ].map((fault) => `${JSON.stringify(race)}: ${fault}; left: ${left.map(({ kind, state, code }) => `${kind} ${state} ${code}`).join(', ')}`);
    }));
    return faults.flat();
  }
}

const isMade = ({ kind }: UnfinishedMessage): boolean => kind === 'productionConfirmation';
const isReport = (message: UnfinishedMessage): boolean => isMade(message) || message.kind === 'materialConsumption';

function stored({ statusCode, body }: { readonly statusCode: number; readonly body: string }): void {
  if (statusCode !== 202) throw new Error(`answered ${statusCode}: ${body}`);
}
