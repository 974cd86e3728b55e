import type { AccessRow } from './access-rules.js';
import type { Role } from './credential.js';

const PROCESS = '/process/v1/sites/:siteId';
const CONSUMER = '/consumer/v1/sites';
const SYSTEM = '/system/erp/v1/sites/:siteId';
const SYSTEM_MES = '/system/mes/v1/sites/:siteId';
const SYSTEM_PLANNING = '/system/planning/v1/sites/:siteId';
const SYSTEM_EQUIPMENT = '/system/equipment/v1/sites/:siteId';
const SYSTEM_MAINTENANCE = '/system/maintenance/v1/sites/:siteId';
const SYSTEM_CUSTOMER = '/system/customer/v1/sites/:siteId';
const SYSTEM_QUALITY = '/system/quality/v1/sites/:siteId';

/** Who follows what became of a message. */
const MESSAGE_READERS: readonly Role[] = ['mes', 'aps', 'qms', 'edge', 'planner', 'supervisor', 'erpTeam', 'maintenance', 'quality', 'admin'];
/** Who decides about a message that needs a person. */
const DESK: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'maintenance', 'quality', 'admin'];
/** Who reads codes and the plant's calendar. */
const EVERYBODY_IN_THE_PLANT: readonly Role[] = ['mes', 'aps', 'qms', 'edge', 'planner', 'supervisor', 'erpTeam', 'maintenance', 'quality', 'analyst', 'admin'];
/** Who reads orders, master data and periods of the ERP; not a supplier, who would see others' orders. */
const ERP_READERS: readonly Role[] = ['mes', 'planner', 'supervisor', 'erpTeam', 'admin'];
/** Whoever plans with what the ERP knows: the planning system beside people. */
const ERP_PLANNERS: readonly Role[] = [...ERP_READERS, 'aps'];
/** Who writes to the ERP, the MES or another system past the durable messages: for conformance and repair. */
const ERP_WRITERS: readonly Role[] = ['erpTeam', 'admin'];
/** Who sees how job orders reach the MES and what stands there. */
const MES_READERS: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'admin'];

/** Who sees what quality holds. */
const QUALITY_READERS: readonly Role[] = ['mes', 'qms', 'planner', 'supervisor', 'erpTeam', 'maintenance', 'quality', 'admin'];
/** Who sees planned orders and what was promised. */
const PLANNING_READERS: readonly Role[] = ['aps', 'planner', 'supervisor', 'erpTeam', 'analyst', 'admin'];

/** Who sees machines and how they stand. */
const EQUIPMENT_READERS: readonly Role[] = ['mes', 'aps', 'edge', 'planner', 'supervisor', 'maintenance', 'quality', 'analyst', 'admin'];

/** Who looks at the plant. */
const DASHBOARDS: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'maintenance', 'quality', 'analyst', 'admin'];
/** Who looks at what is not finished; an analyst does not see other systems' messages. */
const BACKLOG_READERS: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'maintenance', 'quality', 'admin'];

/** Who sees what stands in the planning, maintenance, customer and quality systems. */
const SYSTEM_READERS: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'admin'];

/** Who sees whether the books of gateway and ERP agree. */
const BOOK_READERS: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'analyst', 'admin'];
/** Who compares the books with the ERP, and decides about what differs. */
const BOOK_KEEPERS: readonly Role[] = ['supervisor', 'erpTeam', 'admin'];

/** Every route and who may call it. A route without a row keeps the application from starting. */
export const ACCESS_MATRIX: readonly AccessRow[] = [
  ['GET', '/', 'open'],
  ['GET', '/favicon.ico', 'open'],
  ['GET', '/health/live', 'open'],
  ['GET', '/health/ready', 'open'],
  ['GET', '/docs', 'open'],
  ['GET', '/docs/:asset', 'open'],
  ['GET', '/openapi/:document', 'open'],
  ['GET', '/metrics', ['analyst', 'admin']],

  ['GET', PROCESS, EVERYBODY_IN_THE_PLANT],
  ['POST', `${PROCESS}/production-confirmations`, ['mes', 'edge', 'admin']],
  ['POST', `${PROCESS}/production-confirmations/batch`, ['mes', 'edge', 'admin']],
  ['GET', `${PROCESS}/production-confirmations/:confirmationId`, MESSAGE_READERS],
  ['POST', `${PROCESS}/production-confirmations/:confirmationId/reversal`, ['mes', 'supervisor', 'admin']],
  ['POST', `${PROCESS}/work-orders/:workOrderId/release`, ['planner', 'supervisor', 'admin']],
  ['POST', `${PROCESS}/work-orders/:workOrderId/change`, ['planner', 'supervisor', 'erpTeam', 'admin']],
  ['POST', `${PROCESS}/material-consumptions`, ['mes', 'edge', 'admin']],
  ['POST', `${PROCESS}/planned-orders`, ['aps', 'planner', 'admin']],
  ['GET', `${PROCESS}/planned-orders`, PLANNING_READERS],
  ['GET', `${PROCESS}/planned-orders/:plannedOrderId`, PLANNING_READERS],
  ['POST', `${PROCESS}/planned-orders/:plannedOrderId/conversion`, ['planner', 'supervisor', 'admin']],
  ['POST', `${PROCESS}/schedule-versions`, ['aps', 'admin']],
  ['GET', `${PROCESS}/schedule`, ['aps', 'mes', 'planner', 'supervisor', 'analyst', 'maintenance', 'admin']],
  ['GET', `${PROCESS}/promise-dates`, PLANNING_READERS],
  ['GET', `${PROCESS}/job-orders`, ['mes', 'planner', 'supervisor', 'admin']],
  ['POST', `${PROCESS}/job-orders/:jobOrderId/acknowledgement`, ['mes', 'admin']],
  ['GET', `${PROCESS}/execution/:workOrderId`, MESSAGE_READERS],
  ['GET', `${PROCESS}/items/:itemId/lots/:lotId/genealogy`, QUALITY_READERS],
  ['GET', `${PROCESS}/messages`, MESSAGE_READERS],
  ['GET', `${PROCESS}/messages/changes`, MESSAGE_READERS],
  ['GET', `${PROCESS}/messages/:messageId`, MESSAGE_READERS],
  ['GET', `${PROCESS}/messages/:messageId/lineage`, ['supervisor', 'erpTeam', 'admin']],
  ['POST', `${PROCESS}/messages/:messageId/resubmit`, DESK],
  ['POST', `${PROCESS}/messages/:messageId/discard`, DESK],
  ['POST', `${PROCESS}/messages/:messageId/amend`, DESK],
  ['POST', `${PROCESS}/messages/:messageId/step-aside`, DESK],
  ['POST', `${PROCESS}/messages/:messageId/resolve-doubt`, DESK],
  ['POST', `${PROCESS}/messages/bulk-resubmit`, DESK],
  ['POST', `${PROCESS}/messages/replay-preview`, ERP_WRITERS],
  ['POST', `${PROCESS}/messages/:messageId/approve`, ['planner', 'supervisor', 'admin']],
  ['POST', `${PROCESS}/quality-events`, ['mes', 'qms', 'edge', 'supervisor', 'quality', 'admin']],
  ['GET', `${PROCESS}/quality-holds`, QUALITY_READERS],
  ['POST', `${PROCESS}/equipment-events`, ['edge', 'mes', 'admin']],
  ['GET', `${PROCESS}/equipment`, EQUIPMENT_READERS],
  ['GET', `${PROCESS}/equipment/:equipmentId/counters`, EQUIPMENT_READERS],
  ['GET', `${PROCESS}/downtimes`, EQUIPMENT_READERS],
  ['GET', `${PROCESS}/downtimes/:downtimeId`, EQUIPMENT_READERS],
  ['POST', `${PROCESS}/downtimes/:downtimeId/reason`, ['mes', 'supervisor', 'maintenance', 'admin']],
  ['GET', `${PROCESS}/backlog`, BACKLOG_READERS],
  ['GET', `${PROCESS}/exceptions`, BACKLOG_READERS],
  ['GET', `${PROCESS}/conservation`, BOOK_READERS],
  ['GET', `${PROCESS}/conservation/drifts`, BOOK_READERS],
  ['POST', `${PROCESS}/reconciliations`, BOOK_KEEPERS],
  ['GET', `${PROCESS}/reconciliations`, BOOK_READERS],
  ['GET', `${PROCESS}/reconciliations/:reconciliationId`, BOOK_READERS],
  ['POST', `${PROCESS}/reconciliations/:reconciliationId/findings/:findingId/approve`, BOOK_KEEPERS],
  ['GET', `${PROCESS}/reference-data/:kind`, EVERYBODY_IN_THE_PLANT],

  ['GET', `${SYSTEM}/items`, ERP_PLANNERS],
  ['GET', `${SYSTEM}/items/:itemId`, ERP_PLANNERS],
  ['GET', `${SYSTEM}/items/:itemId/lots/:lotId`, ERP_READERS],
  ['GET', `${SYSTEM}/bills-of-material/:itemId`, ERP_PLANNERS],
  ['GET', `${SYSTEM}/routings/:itemId`, ERP_PLANNERS],
  ['GET', `${SYSTEM}/work-orders`, ERP_PLANNERS],
  ['GET', `${SYSTEM}/work-orders/:workOrderId`, ERP_PLANNERS],
  ['GET', `${SYSTEM}/work-centers`, [...ERP_PLANNERS, 'maintenance']],
  ['GET', `${SYSTEM}/inventory-balances`, ERP_PLANNERS],
  ['GET', `${SYSTEM}/purchase-orders`, ERP_READERS],
  ['GET', `${SYSTEM}/posting-periods`, ERP_READERS],
  ['GET', `${SYSTEM}/capabilities`, ERP_READERS],
  ['GET', `${SYSTEM}/confirmations`, ERP_WRITERS],
  ['GET', `${SYSTEM}/confirmation-documents`, MES_READERS],
  ['POST', `${SYSTEM}/mapping-previews`, MES_READERS],
  ['POST', `${SYSTEM}/instance-claims`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations/plan`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations/find`, ERP_WRITERS],
  ['POST', `${SYSTEM}/reversals/plan`, ERP_WRITERS],
  ['POST', `${SYSTEM}/reversals/find`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations/:documentNumber/reversal`, ERP_WRITERS],
  ['POST', `${SYSTEM}/work-orders/:workOrderId/release`, ERP_WRITERS],
  ['GET', `${SYSTEM}/work-orders/:workOrderId/release`, ERP_WRITERS],
  ['POST', `${SYSTEM}/work-orders/:workOrderId/changes`, ERP_WRITERS],
  ['POST', `${SYSTEM}/work-orders/:workOrderId/changes/find`, ERP_WRITERS],
  ['GET', `${SYSTEM}/work-order-changes`, ERP_READERS],
  ['POST', `${SYSTEM}/goods-movements`, ERP_WRITERS],
  ['POST', `${SYSTEM}/goods-movements/find`, ERP_WRITERS],
  ['POST', `${SYSTEM}/items/:itemId/lots/:lotId/disposition`, ERP_WRITERS],
  ['POST', `${SYSTEM}/items/:itemId/lots/:lotId/disposition/find`, ERP_WRITERS],
  ['GET', `${SYSTEM}/planned-orders`, ERP_PLANNERS],
  ['POST', `${SYSTEM}/planned-orders`, ERP_WRITERS],
  ['POST', `${SYSTEM}/planned-orders/find`, ERP_WRITERS],
  ['POST', `${SYSTEM}/planned-orders/:plannedOrderId/conversion`, ERP_WRITERS],
  ['GET', `${SYSTEM}/planned-orders/:plannedOrderId/conversion`, ERP_WRITERS],
  ['GET', `${SYSTEM}/reservations`, ERP_PLANNERS],

  ['GET', `${SYSTEM_MES}/capabilities`, MES_READERS],
  ['GET', `${SYSTEM_MES}/job-order-dispatches/:workOrderId`, MES_READERS],
  ['GET', `${SYSTEM_MES}/operation-totals`, MES_READERS],
  ['POST', `${SYSTEM_MES}/job-order-dispatches`, ERP_WRITERS],

  ['GET', `${SYSTEM_PLANNING}/capabilities`, SYSTEM_READERS],
  ['GET', `${SYSTEM_PLANNING}/schedule`, SYSTEM_READERS],
  ['POST', `${SYSTEM_PLANNING}/replan-requests`, ERP_WRITERS],
  ['POST', `${SYSTEM_PLANNING}/replan-requests/find`, ERP_WRITERS],
  ['GET', `${SYSTEM_MAINTENANCE}/capabilities`, SYSTEM_READERS],
  ['GET', `${SYSTEM_MAINTENANCE}/requests`, [...SYSTEM_READERS, 'maintenance']],
  ['POST', `${SYSTEM_MAINTENANCE}/requests`, ERP_WRITERS],
  ['POST', `${SYSTEM_MAINTENANCE}/requests/find`, ERP_WRITERS],
  ['GET', `${SYSTEM_CUSTOMER}/capabilities`, SYSTEM_READERS],
  ['GET', `${SYSTEM_CUSTOMER}/customer-orders`, [...SYSTEM_READERS, 'aps']],
  ['GET', `${SYSTEM_CUSTOMER}/forecasts`, [...SYSTEM_READERS, 'aps']],
  ['POST', `${SYSTEM_CUSTOMER}/promise-dates`, ERP_WRITERS],
  ['POST', `${SYSTEM_CUSTOMER}/promise-dates/find`, ERP_WRITERS],
  ['GET', `${SYSTEM_QUALITY}/capabilities`, SYSTEM_READERS],
  ['GET', `${SYSTEM_QUALITY}/inspections`, [...SYSTEM_READERS, 'qms', 'quality']],
  ['POST', `${SYSTEM_QUALITY}/nonconformities`, ERP_WRITERS],
  ['POST', `${SYSTEM_QUALITY}/nonconformities/find`, ERP_WRITERS],

  ['GET', CONSUMER, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/overview`, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/work-orders`, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/work-orders/:workOrderId`, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/work-orders/:workOrderId/timeline`, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/downtime`, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/alerts`, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/events`, DASHBOARDS],
  ['GET', `${CONSUMER}/:siteId/backlog`, BACKLOG_READERS],
  ['GET', `${CONSUMER}/:siteId/exceptions`, BACKLOG_READERS],
  ['GET', `${SYSTEM_EQUIPMENT}/capabilities`, [...SYSTEM_READERS, 'maintenance']],
  ['GET', `${SYSTEM_EQUIPMENT}/standings`, [...SYSTEM_READERS, 'maintenance']],
];
