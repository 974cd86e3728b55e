import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** One finished request, by route template so that the number of series stays bounded. */
export interface FinishedRequest {
  readonly method: string;
  /** "/process/v1/sites/:siteId/messages"; "unknown" for no route. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

/** One value of a measure that is read when it is asked for. */
export interface Measure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Metrics of one process, in Prometheus text form. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private readonly unknownErrors: Counter;

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
    this.unknownErrors = new Counter({ name: 'http_unknown_errors_total', help: 'Answers 500 for an error that nobody foresaw.', registers: [this.registry] });
  }

  requestFinished({ method, route, status, durationMs }: FinishedRequest): void {
    this.requests.observe({ method, route, status }, durationMs / 1_000);
  }

  /** Adds measures that are read whenever somebody asks for the metrics. One that cannot be read is left out then, and the others stay. */
  watch(read: () => Promise<readonly Measure[]>, about: Readonly<Record<string, string>>, labelNames: readonly string[]): void {
    let measures: Promise<readonly Measure[]> | undefined;
    for (const [name, help] of Object.entries(about)) {
      const gauge: Gauge = new Gauge({
        name, help, labelNames: [...labelNames], registers: [this.registry],
        collect: async () => {
          measures ??= read().catch(() => []);
          const found = await measures;
          measures = undefined;
          gauge.reset();
          for (const measure of found) if (measure.name === name) gauge.set({ ...measure.labels }, measure.value);
        },
      });
    }
  }

  unknownError(): void {
    this.unknownErrors.inc();
  }
}
