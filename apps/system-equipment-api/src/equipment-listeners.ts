import type { Clock, EquipmentEventSink, EquipmentPort } from '@plantway/ports';
import { SITES_CHECK_MS, type SiteDirectory } from '@plantway/sites';
import { Inject, type BeforeApplicationShutdown, type Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EQUIPMENT_LISTENERS } from './system-equipment-api.tokens.js';

export interface EquipmentListenersOptions {
  readonly equipment: EquipmentPort;
  readonly sites: Pick<SiteDirectory, 'all'>;
  readonly sink: EquipmentEventSink;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Pick<Logger, 'log' | 'warn' | 'error'>;
}

/** The machines of a site, as they are listened to now. */
interface Listening {
  readonly backend: string;
  close(): Promise<void>;
}

/** Listens to the machines of every site that names a way to them, until it is stopped; it follows the directory, so a site that is imported is listened to within `SITES_CHECK_MS`. */
export class EquipmentListeners {
  private readonly listening = new Map<string, Listening>();
  /** What was told last of a site that cannot be listened to: it is told once. */
  private readonly told = new Map<string, string>();
  private readonly ending = new AbortController();
  private following: Promise<void> | undefined;

  constructor(private readonly options: EquipmentListenersOptions) {}

  /** Resolves when every site that can be listened to now is. */
  async start(): Promise<void> {
    await this.follow();
    this.following ??= this.keepFollowing();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.following;
    await Promise.all([...this.listening.keys()].map((siteId) => this.close(siteId)));
  }

  private async keepFollowing(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.options.clock.sleep(SITES_CHECK_MS, signal);
      if (!signal.aborted) await this.follow();
    }
  }

  /** Opens what is new and closes what is gone. A site whose machines cannot be listened to stops no other, and is tried again. */
  private async follow(): Promise<void> {
    const wanted = new Map(this.options.sites.all().flatMap(({ siteId, systems }) => (systems.equipment === undefined ? [] : [[siteId, systems.equipment.backend] as const])));
    for (const [siteId, { backend }] of this.listening) if (wanted.get(siteId) !== backend) await this.close(siteId);
    for (const [siteId, backend] of wanted) if (!this.listening.has(siteId)) await this.open(siteId, backend);
  }

  private async open(siteId: string, backend: string): Promise<void> {
    const { equipment, sink, log } = this.options;
    try {
      const line = await equipment.listen(siteId, sink, (topic, reason) => log.warn(`a message at ${topic} is not kept: ${reason}`));
      this.listening.set(siteId, { backend, close: () => line.close() });
      this.told.delete(siteId);
      log.log(`listening to the machines of ${siteId}`);
    } catch (error) {
      const reason = String(error);
      if (this.told.get(siteId) !== reason) log.error(`the machines of ${siteId} cannot be listened to: ${reason}`);
      this.told.set(siteId, reason);
    }
  }

  private async close(siteId: string): Promise<void> {
    const { log } = this.options;
    const line = this.listening.get(siteId);
    this.listening.delete(siteId);
    try {
      await line?.close();
      log.log(`the machines of ${siteId} are not listened to any more`);
    } catch (error) {
      log.error(`listening to the machines of ${siteId} did not end as it should: ${String(error)}`);
    }
  }
}

/** Starts and ends the listeners with the application. */
export class EquipmentListenersLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(EQUIPMENT_LISTENERS) private readonly listeners: EquipmentListeners) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listeners.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.listeners.stop();
  }
}
