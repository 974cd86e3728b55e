import type { ErrorCode } from '@plantway/canonical';
import { HTML, type ErrorCase } from './error-case.js';

const inside = (names: string, messages: string): string => JSON.stringify({ SourceSystemCode: 'GW', SourceSystemType: 'EXTERNAL', ErrorsExistFlag: 'true', OperationTransactionDetail: [{ WorkOrderNumber: 'M1-1208', WoOperationSequenceNumber: '10', ErrorMessageNames: names, ErrorMessages: messages }] });
const problem = (status: number, title: string, details: readonly string[] = []): string => JSON.stringify({ title, status: String(status), detail: title, 'o:errorDetails': details.map((detail) => ({ detail, 'o:errorCode': '27024', 'o:errorPath': '/OperationTransactionDetail' })) });
const created = (name: string, names: string, messages: string, code: ErrorCode): ErrorCase => ({ name: `${name}, inside a 201`, status: 201, body: inside(names, messages), code, effect: 'none' });
const refused = (name: string, body: string, code: ErrorCode, status = 400, headers?: Readonly<Record<string, string>>): ErrorCase => ({ name, status, body, code, effect: 'none', ...(headers && { headers }) });
const doubt = (name: string, status: number, body: string): ErrorCase => ({ name, status, body, code: 'ERP_ANSWER_LOST', effect: 'unknown' });
const ADF = { 'content-type': 'application/vnd.oracle.adf.error+json' };
const TEXT = { 'content-type': 'text/plain' };

export const ORACLE_CASES: readonly ErrorCase[] = [
  created('a closed period', 'INV_CLOSED_PERIOD', 'The transaction date is in a period that is closed.', 'PERIOD_CLOSED'),
  created('no open period', 'INV_NO_OPEN_PERIOD', 'No open period was found for the transaction date.', 'PERIOD_CLOSED'),
  created('a period of the future', 'CST_FUTURE', 'The transaction date belongs to a future accounting period.', 'PERIOD_NOT_OPEN_YET'),
  created('an invalid lot', 'INV_INVALID_LOT', 'The lot number L-77 is invalid.', 'LOT_UNKNOWN'),
  created('a lot that is missing', 'INV_LOT_REQUIRED', 'A lot number is required for the item.', 'LOT_UNKNOWN'),
  created('a lot on hold', 'INV_LOT_STATUS', 'The material status of lot L-77 disallows the transaction.', 'LOT_RESTRICTED'),
  created('a serial number', 'INV_SERIAL_INVALID', 'The serial number SN-1 is not valid.', 'SERIAL_INVALID'),
  created('short stock', 'INV_NEGATIVE_BALANCE', 'The transaction leads to a negative balance.', 'STOCK_SHORT'),
  created('short stock, without a name', '', 'The quantity exceeds the available quantity in subinventory Stores.', 'STOCK_SHORT'),
  created('an order that is not released', 'WIE_WO_STATUS', 'The work order M1-1208 is not released.', 'ORDER_NOT_RELEASED'),
  created('an order on hold', 'WIE_WO_STATUS', 'The work order M1-1208 is on hold.', 'ORDER_ON_HOLD'),
  created('a closed order', 'WIE_WO_STATUS', 'The work order M1-1208 was closed.', 'ORDER_CLOSED'),
  created('more than is ready', 'WIE_QTY', 'The quantity 12 is more than the quantity in the READY state of the operation.', 'OVER_TOLERANCE'),
  created('an operation that does not exist', 'WIE_OP', "The operation 99 doesn't exist.", 'OPERATION_UNKNOWN'),
  created('an order that does not exist', 'WIE_WO', "The work order M1-9999 doesn't exist in organization M1.", 'ORDER_UNKNOWN'),
  created('an item that does not exist', 'EGP_ITEM', 'The item P9 is invalid for organization M1.', 'ITEM_UNKNOWN'),
  created('a reason', 'INV_REASON', 'The reason code BURR is not valid.', 'REASON_UNKNOWN'),
  created('a unit', 'INV_UOM', 'The unit of measure PAL is not valid for the item.', 'UNIT_NOT_CONVERTIBLE'),
  created('a resource', 'WIS_RES', 'The resource MILL-9 is invalid.', 'WORK_CENTER_UNKNOWN'),
  created('a name that nobody has listed', 'WIE_SOME_RULE_17', 'Rule 17 says no.', 'ERP_REFUSED'),
  created('a lock', '', 'Failed to lock the record, another user holds the lock.', 'ORDER_LOCKED'),
  refused('a closed period, with 400', problem(400, 'Bad Request', ['INV_CLOSED_PERIOD: the period NOV-26 is closed.']), 'PERIOD_CLOSED', 400, ADF),
  refused('an invalid lot, with 400', problem(400, 'Bad Request', ['The lot number L-77 is not valid.']), 'LOT_UNKNOWN', 400, ADF),
  refused('the refusal that hides many causes', 'Invalid operation create for the specified resource', 'ERP_REFUSED', 400, TEXT),
  // Technical words with a 400.
  refused('an order closed, told with its completion date', problem(400, 'The work order WO-1 with completion date 2026-11-01 is closed.'), 'ORDER_CLOSED', 400, TEXT),
  refused('a lock told with 400', problem(400, 'JBO-26030: Failed to lock the record, another user holds the lock.'), 'ORDER_LOCKED', 400, ADF),
  refused('a lock of the database told with 400', 'ORA-00054: resource busy and acquire with NOWAIT specified', 'ORDER_LOCKED', 400, TEXT),
  refused('a user without the privilege', problem(403, 'You do not have the privilege to perform this action.'), 'ERP_ACCESS_REFUSED', 403, ADF),
  refused('an expired token', '', 'ERP_ACCESS_REFUSED', 401),
  refused('too many requests', '', 'ERP_THROTTLED', 429, { 'retry-after': '30' }),
  // Our own fault, and what was changed meanwhile.
  refused('an attribute that is missing', problem(400, 'Bad Request', ['JBO-27014: Attribute TransactionQuantity in OperationTransactionDetail is required.']), 'ERP_CONTRACT_BROKEN', 400, ADF),
  refused('a query of another framework version', 'URL request parameter q cannot be used in this context.', 'ERP_CONTRACT_BROKEN', 400, TEXT),
  refused('a row that was changed', problem(400, 'JBO-25014: Another user has changed the row with primary key oracle.jbo.Key[300100].'), 'REVISION_STALE', 400, ADF),
  refused('a precondition', problem(412, 'Precondition Failed'), 'REVISION_STALE', 412, ADF),
  // Nobody knows.
  doubt('business words in a server failure', 500, problem(500, 'The work order M1-1208 is not released.')),
  doubt('a lock in a server failure', 500, problem(500, 'JBO-26030: Failed to lock the record, another user holds the lock.')),
  doubt('one of two lines failed', 201, JSON.stringify({ ErrorsExistFlag: 'true', MaterialTransactionDetail: [{ InvTransactionId: 88123, ErrorsExistFlag: 'false' }, { ErrorsExistFlag: 'true', ErrorMessageNames: 'INV_CLOSED_PERIOD', ErrorMessages: 'closed' }] })),
  { ...doubt('a database that broke off, told with 400', 400, 'ORA-03113: end-of-file on communication channel'), headers: TEXT },
  { ...doubt('a time-out told with 400', 400, problem(400, 'The transaction timed out.')), headers: ADF },
  doubt('the page of a load balancer', 503, HTML('503 Service Unavailable')),
  doubt('a gateway time-out', 504, HTML('Gateway Time-out')),
  doubt('a sign-in page with 200', 200, HTML('Sign In')),
  doubt('nothing with 204', 204, ''),
  doubt('the page of a firewall', 403, HTML('Access Denied')),
];
