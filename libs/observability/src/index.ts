export { CORRELATION_ID, CORRELATION_ID_HEADER, correlationIdOf } from './correlation-id.js';
export { nextTraceParent, parseTraceParent, type TraceParent } from './trace-parent.js';
export { REDACTED_PATHS, createLogger, describeErrorForLog, loggerOptions } from './logging.js';
export { nestLogger } from './nest-logger.js';
export { Metrics, type FinishedRequest, type Measure } from './metrics.js';
export { HealthChecks, type HealthCheck, type HealthReport } from './health-checks.js';
export { releaseVersions } from './release.js';
export { OBSERVABILITY_SETTINGS } from './observability.settings.js';
