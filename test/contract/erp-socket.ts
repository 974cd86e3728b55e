import type { ErpPort } from '@plantway/ports';

/** An ERP port that passes every call on to whichever ERP is plugged in, so that one running API can meet many ERPs. */
export class ErpSocket {
  private plugged: ErpPort | undefined;

  readonly port = new Proxy({} as ErpPort, {
    get: (_target, method: keyof ErpPort) => (...asked: unknown[]) => {
      if (this.plugged === undefined) throw new Error('no ERP is plugged in');
      return (this.plugged[method] as (...asked: unknown[]) => unknown).apply(this.plugged, asked);
    },
  });

  plug(erp: ErpPort): void {
    this.plugged = erp;
  }
}
