import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** One finished request, by route template so that the number of series stays bounded. */
export interface FinishedRequest {
  readonly method: string;
  /** "/process/v1/sites/:siteId/messages"; "unknown" for no route. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
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

  unknownError(): void {
    this.unknownErrors.inc();
  }
}
