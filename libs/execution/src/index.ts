export { EXECUTION_SETTINGS } from './execution.config.js';
export { ExecutionReader, type AcknowledgedWith, type JobOrderPage, type OperationProgress, type TracedUnit, type WorkOrderExecution } from './execution-reader.js';
export { JobOrderBook, type KnownJobOrder, type UndispatchedJobOrders } from './job-order-book.js';
export { JobOrderMaker, type OrderLeftOut } from './job-order-maker.js';
export { RepeatingTask, type ReportFailure } from './repeating-task.js';
export { ReportBook, type PostedReport, type ReversedReport } from './report-book.js';
export { WorkOrderPlaces, type WorkOrderPlacesOptions } from './work-order-places.js';
export { WorkOrderRegister, type KnownWorkOrder, type OrdersShown } from './work-order-register.js';
