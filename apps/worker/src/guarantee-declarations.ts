import type { MessageKind } from '@plantway/canonical';
import type { GuaranteeBook, KindGuarantee } from '@plantway/messaging';
import type { Clock, ErpOperation, ErpPort, MesPort, SystemPorts } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';

export interface GuaranteeDeclarationsBindings {
  readonly book: Pick<GuaranteeBook, 'declare'>;
  readonly erp: Pick<ErpPort, 'capabilities'>;
  readonly mes: Pick<MesPort, 'capabilities'>;
  readonly systems: SystemPorts;
  readonly sites: Pick<SiteDirectory, 'all'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Told once of a promise that stays unknown for half a minute, and again only after it was known. */
  readonly onFailure: (siteId: string, error: unknown) => void;
}

/** What each kind of message is in the ERP. Kinds that reach no other system have no row anywhere. */
const ERP_KINDS: Readonly<Partial<Record<MessageKind, ErpOperation>>> = {
  productionConfirmation: 'confirm', confirmationReversal: 'reverse', materialConsumption: 'consume', workOrderRelease: 'release', workOrderChange: 'change',
  plannedOrder: 'publishPlannedOrder', plannedOrderConversion: 'convertPlannedOrder', qualityDecision: 'disposeLot',
};

const UNKNOWN_TOLD_AFTER_MS = 30_000;

/** Asks the systems of every site what they promise against double posting, and keeps it for the engine and for whoever looks at a message. */
export class GuaranteeDeclarations {
  /** Since when each is unknown, and whether that was told. */
  private readonly unknown = new Map<string, { readonly since: number; readonly isTold: boolean }>();

  constructor(private readonly bindings: GuaranteeDeclarationsBindings) {}

  /** Never rejects: of a system that does not answer what was known before holds, and at first that what was sent can be looked for. */
  async refresh(): Promise<void> {
    const { sites, book } = this.bindings;
    for (const { siteId } of sites.all()) {
      for (const [place, ask] of this.asked(siteId).entries()) {
        const name = `${siteId} ${place}`;
        await ask().then((guarantees) => book.declare(siteId, guarantees)).then(() => this.unknown.delete(name), (error: unknown) => this.failed(name, siteId, error));
      }
    }
  }

  /** At a start the other processes are only coming up: that is not worth a word. */
  private failed(name: string, siteId: string, error: unknown): void {
    const { clock, onFailure } = this.bindings;
    const now = clock.now().getTime();
    const { since, isTold } = this.unknown.get(name) ?? { since: now, isTold: false };
    const isToBeTold = !isTold && now - since >= UNKNOWN_TOLD_AFTER_MS;
    this.unknown.set(name, { since, isTold: isTold || isToBeTold });
    if (isToBeTold) onFailure(siteId, error);
  }

  private asked(siteId: string): readonly (() => Promise<readonly KindGuarantee[]>)[] {
    const { erp, mes, systems } = this.bindings;
    const one = (kind: MessageKind, ask: () => Promise<{ readonly backend: string; readonly guaranteeClass: KindGuarantee['guaranteeClass'] }>) => async (): Promise<readonly KindGuarantee[]> => {
      const { backend, guaranteeClass } = await ask();
      return [{ kind, backend, guaranteeClass }];
    };
    return [
      async () => {
        const { backend, operations } = await erp.capabilities(siteId);
        return Object.entries(ERP_KINDS).flatMap(([kind, operation]) => operations.flatMap(({ operation: declared, guaranteeClass, keyRetentionMs }) => (
          declared === operation ? [{ kind: kind as MessageKind, backend, guaranteeClass, ...(keyRetentionMs !== undefined && { keyRetentionMs }) }] : [])));
      },
      one('jobOrderDispatch', () => mes.capabilities(siteId)),
      one('replanRequest', () => systems.planning.capabilities(siteId)),
      one('maintenanceRequest', () => systems.maintenance.capabilities(siteId)),
      one('promiseDate', () => systems.customer.capabilities(siteId)),
      one('nonconformity', () => systems.quality.capabilities(siteId)),
    ];
  }
}
