export { OPERATION_TOTALS, totalsOf, totalsQuery } from './operation-totals.js';
export { WireClient, type WireSystem, type WireTarget } from './wire-client.js';
export { WireRow, WireShapeError } from './wire-row.js';
export { wireSettings, type WireSettings } from './wire.config.js';
