import { OutcomeUnknownError } from '@plantway/canonical';
import type { Scheduler } from './scheduler.js';
import type { Booking, SimulatedErp, SimulatedReceipt } from './simulated-erp.js';
import type { SimulatedProcess } from './simulated-process.js';

/** The longest time that a request is on its way, in one direction. */
const LONGEST_TRAVEL_MS = 400;

/** One process's connection to the ERP: requests leave, unless they were aborted before, and what comes back may come too late for anyone to wait for it. */
export class SimulatedWire {
  constructor(private readonly scheduler: Scheduler, private readonly process: SimulatedProcess, private readonly erp: SimulatedErp) {}

  post(booking: Booking, reference: string, signal: AbortSignal): Promise<SimulatedReceipt> {
    return this.request(signal, (answer, fail) => this.erp.post(booking, reference, answer, fail));
  }

  find(reference: string, signal: AbortSignal): Promise<readonly SimulatedReceipt[]> {
    return this.request(signal, (answer, fail) => this.erp.find(reference, answer, fail));
  }

  private request<Answer>(signal: AbortSignal, arrive: (answer: (value: Answer) => void, fail: (error: unknown) => void) => void): Promise<Answer> {
    const { scheduler, process } = this;
    const answered = process.call<Answer>({ arrive, mayLeave: () => !signal.aborted }, () => scheduler.random() ** 4 * LONGEST_TRAVEL_MS);
    if (scheduler.chance(0.2)) return answered; // a connection that does not notice its abort
    const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new OutcomeUnknownError('ERP_ANSWER_LOST', 'no answer')), { once: true }));
    return Promise.race([answered, aborted]);
  }
}
