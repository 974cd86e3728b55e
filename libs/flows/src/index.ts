export { ConfirmProductionFlow } from './confirm-production/confirm-production.flow.js';
export { productionConfirmationLane } from './confirm-production/production-confirmation-lane.js';
