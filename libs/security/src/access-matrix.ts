import type { AccessRow } from './access-rules.js';
import type { Role } from './credential.js';

const PROCESS = '/process/v1/sites/:siteId';
const SYSTEM = '/system/erp/v1/sites/:siteId';
const SYSTEM_MES = '/system/mes/v1/sites/:siteId';

/** Who follows what became of a message. */
const MESSAGE_READERS: readonly Role[] = ['mes', 'planner', 'supervisor', 'erpTeam', 'admin'];
/** Who decides about a message that needs a person. */
const DESK: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'admin'];
/** Who reads codes and the plant's calendar. */
const EVERYBODY_IN_THE_PLANT: readonly Role[] = ['mes', 'planner', 'supervisor', 'erpTeam', 'maintenance', 'analyst', 'admin'];
/** Who reads orders, master data and periods of the ERP; not a supplier, who would see others' orders. */
const ERP_READERS: readonly Role[] = ['mes', 'planner', 'supervisor', 'erpTeam', 'admin'];
/** Who writes to the ERP or the MES past the durable messages: for conformance and repair. */
const ERP_WRITERS: readonly Role[] = ['erpTeam', 'admin'];
/** Who sees how job orders reach the MES and what stands there. */
const MES_READERS: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'admin'];

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
  ['POST', `${PROCESS}/production-confirmations`, ['mes', 'admin']],
  ['POST', `${PROCESS}/production-confirmations/batch`, ['mes', 'admin']],
  ['GET', `${PROCESS}/production-confirmations/:confirmationId`, MESSAGE_READERS],
  ['POST', `${PROCESS}/production-confirmations/:confirmationId/reversal`, ['mes', 'supervisor', 'admin']],
  ['POST', `${PROCESS}/work-orders/:workOrderId/release`, ['planner', 'supervisor', 'admin']],
  ['GET', `${PROCESS}/job-orders`, ['mes', 'planner', 'supervisor', 'admin']],
  ['POST', `${PROCESS}/job-orders/:jobOrderId/acknowledgement`, ['mes', 'admin']],
  ['GET', `${PROCESS}/execution/:workOrderId`, MESSAGE_READERS],
  ['GET', `${PROCESS}/messages`, MESSAGE_READERS],
  ['GET', `${PROCESS}/messages/changes`, MESSAGE_READERS],
  ['GET', `${PROCESS}/messages/:messageId`, MESSAGE_READERS],
  ['GET', `${PROCESS}/messages/:messageId/lineage`, ['supervisor', 'erpTeam', 'admin']],
  ['POST', `${PROCESS}/messages/:messageId/resubmit`, DESK],
  ['POST', `${PROCESS}/messages/:messageId/discard`, DESK],
  ['GET', `${PROCESS}/reference-data/:kind`, EVERYBODY_IN_THE_PLANT],

  ['GET', `${SYSTEM}/items`, ERP_READERS],
  ['GET', `${SYSTEM}/items/:itemId`, ERP_READERS],
  ['GET', `${SYSTEM}/items/:itemId/lots/:lotId`, ERP_READERS],
  ['GET', `${SYSTEM}/bills-of-material/:itemId`, ERP_READERS],
  ['GET', `${SYSTEM}/routings/:itemId`, ERP_READERS],
  ['GET', `${SYSTEM}/work-orders`, ERP_READERS],
  ['GET', `${SYSTEM}/work-orders/:workOrderId`, ERP_READERS],
  ['GET', `${SYSTEM}/work-centers`, [...ERP_READERS, 'maintenance']],
  ['GET', `${SYSTEM}/inventory-balances`, ERP_READERS],
  ['GET', `${SYSTEM}/purchase-orders`, ERP_READERS],
  ['GET', `${SYSTEM}/posting-periods`, ERP_READERS],
  ['GET', `${SYSTEM}/capabilities`, ERP_READERS],
  ['GET', `${SYSTEM}/confirmations`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations/plan`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations/find`, ERP_WRITERS],
  ['POST', `${SYSTEM}/reversals/plan`, ERP_WRITERS],
  ['POST', `${SYSTEM}/reversals/find`, ERP_WRITERS],
  ['POST', `${SYSTEM}/confirmations/:documentNumber/reversal`, ERP_WRITERS],
  ['POST', `${SYSTEM}/work-orders/:workOrderId/release`, ERP_WRITERS],
  ['GET', `${SYSTEM}/work-orders/:workOrderId/release`, ERP_WRITERS],

  ['GET', `${SYSTEM_MES}/capabilities`, MES_READERS],
  ['GET', `${SYSTEM_MES}/job-order-dispatches/:workOrderId`, MES_READERS],
  ['POST', `${SYSTEM_MES}/job-order-dispatches`, ERP_WRITERS],
];
