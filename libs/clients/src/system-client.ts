import { systemCode, type CallOptions, type DeliveryReceipt, type Page, type SystemCapabilities, type SystemCode, type SystemPort } from '@plantway/ports';
import { SystemCalls, type CallSettings, type SystemConnection } from './system-calls.js';
import { SystemFailures } from './system-failure.js';

type Answer = Promise<{ readonly status: number; readonly data: unknown }>;
interface OfSite extends CallSettings {
  readonly path: { readonly siteId: string };
}

/** The three operations that the generated clients of all system families have under names of their own. */
export interface WriteRoutes<Body> {
  capabilities(call: OfSite): Answer;
  post(call: OfSite & { readonly body: Body }): Answer;
  find(call: OfSite & { readonly body: Body }): Answer;
}

/** What the ports over the system APIs of all families have in common: the write. Each family adds what it reads. */
export abstract class SystemClient<Command extends { readonly siteId: string }, Receipt extends DeliveryReceipt, Body> implements SystemPort<Command, Receipt> {
  private readonly calls: SystemCalls;

  /** `family` in the error catalogue's word. */
  protected constructor(family: SystemCode, connection: SystemConnection, private readonly routes: WriteRoutes<Body>) {
    this.calls = new SystemCalls(new SystemFailures({
      api: `${family.toLowerCase()} system API`, unavailable: systemCode(family, 'UNAVAILABLE'), answerLost: systemCode(family, 'ANSWER_LOST'), accessRefused: systemCode(family, 'ACCESS_REFUSED'),
      done: 'changed',
    }), connection);
  }

  async capabilities(siteId: string): Promise<SystemCapabilities> {
    return this.read((call) => this.routes.capabilities({ ...call, path: { siteId } }));
  }

  async post(command: Command, reference: string, options?: CallOptions): Promise<Receipt> {
    const receipt = await this.calls.call<Receipt>('write', options, (call) => this.routes.post({ ...call, path: { siteId: command.siteId }, body: bodyOf(command, reference) }));
    if (!this.provesWrite(receipt, reference)) throw this.calls.failures.unclear('write', 'a receipt of another write');
    return receipt;
  }

  async find(command: Command, reference: string, options?: CallOptions): Promise<readonly Receipt[]> {
    const { items } = await this.read<Partial<Page<Receipt>>>((call) => this.routes.find({ ...call, path: { siteId: command.siteId }, body: bodyOf(command, reference) }), options);
    if (!Array.isArray(items)) throw this.calls.failures.unclear('read', 'an answer that is no list');
    return items as readonly Receipt[];
  }

  /** Whether a receipt shows that the write under `reference` stands. */
  protected provesWrite(receipt: Receipt, reference: string): boolean {
    return receipt.reference === reference;
  }

  protected async read<T>(send: (call: CallSettings) => Answer, options?: CallOptions): Promise<T> {
    return this.calls.call('read', options, send);
  }
}

/** The generated types know no `readonly`; what is sent is the same. */
function bodyOf<Body>(command: object, reference: string): Body {
  return { reference, command } as Body;
}
