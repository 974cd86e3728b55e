export { EXECUTION_SETTINGS } from './execution.config.js';
export { RepeatingTask, type ReportFailure } from './repeating-task.js';
export { WorkOrderPlaces, type WorkOrderPlacesOptions } from './work-order-places.js';
export { WorkOrderRegister, type KnownWorkOrder } from './work-order-register.js';
