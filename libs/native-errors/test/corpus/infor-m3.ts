import type { ErrorCode } from '@plantway/canonical';
import { HTML, type ErrorCase } from './error-case.js';

const nok = (errorCode: string, errorMessage: string, errorField = '', errorType = 'ServerReturnedNOK'): object => ({ transaction: 'RptOperation', errorMessage, errorType, errorCode, errorField });
const v2 = (line: object, succeeded = 0): string => JSON.stringify({ results: [...Array.from({ length: succeeded }, () => ({ transaction: 'RptOperation', records: [{ WOSQ: '77' }] })), line], nrOfFailedTransactions: 1, nrOfSuccessfullTransactions: succeeded, wasTerminated: false });
const v1 = (code: string, message: string, field = ''): string => JSON.stringify({ '@type': 'ServerReturnedNOK', '@code': code, '@field': field, '@cfg': '', Message: `${message}                    ` });
const refused = (name: string, body: string, code: ErrorCode, status = 200): ErrorCase => ({ name, status, body, code, effect: 'none' });
const doubt = (name: string, status: number, body: string): ErrorCase => ({ name, status, body, code: 'ERP_ANSWER_LOST', effect: 'unknown' });

export const M3_CASES: readonly ErrorCase[] = [
  refused('a closed period', v2(nok('WRPD006', 'Period 202610 is closed for reporting', 'RPDT')), 'PERIOD_CLOSED'),
  refused('a date that is locked', v2(nok('WRPD001', 'Reporting date 20261030 is earlier than the permitted date', 'RPDT')), 'PERIOD_CLOSED'),
  refused('a period that is not open', v2(nok('WRPD007', 'Period 202612 is not yet open', 'RPDT')), 'PERIOD_NOT_OPEN_YET'),
  refused('short stock', v2(nok('PM06001', 'On-hand balance for item RM-1 is too low')), 'STOCK_SHORT'),
  refused('a balance below zero, v1', v1('PM06001', 'The balance becomes negative'), 'STOCK_SHORT'),
  refused('a lot that does not exist', v2(nok('WBA0103', 'Lot number B-77 does not exist', 'BANO')), 'LOT_UNKNOWN'),
  refused('a lot that is missing', v2(nok('WBA0102', 'Lot number must be entered', 'BANO')), 'LOT_UNKNOWN'),
  refused('a lot in inspection', v2(nok('WBA0201', 'Lot B-77 has status 1 - under inspection', 'BANO')), 'LOT_RESTRICTED'),
  refused('a serial number', v2(nok('WSE0103', 'Serial number 0001 is already used', 'BANO')), 'SERIAL_INVALID'),
  refused('an order that is not released', v2(nok('PM07010', 'Manufacturing order 1000123 is not released', 'MFNO')), 'ORDER_NOT_RELEASED'),
  refused('an order whose status is too low, v1', v1('PM07011', 'Order status is too low', 'MFNO'), 'ORDER_NOT_RELEASED'),
  refused('a completed order', v2(nok('PM07012', 'Manufacturing order 1000123 is completed', 'MFNO')), 'ORDER_CLOSED'),
  refused('an order that does not exist', v2(nok('WMF0103', 'Manufacturing order 9999999 does not exist', 'MFNO')), 'ORDER_UNKNOWN'),
  refused('an order that does not exist, v1', v1('WMF0103', 'MO number 9999999 does not exist', 'MFNO'), 'ORDER_UNKNOWN'),
  refused('an operation that does not exist', v2(nok('WOP0103', 'Operation 0099 does not exist', 'OPNO')), 'OPERATION_UNKNOWN'),
  refused('an operation that is completed', v2(nok('PM07020', 'Operation 0010 is already completed', 'OPNO')), 'OPERATION_ALREADY_FINAL'),
  refused('an operation before it', v2(nok('PM07021', 'The previous operation is not reported')), 'PREDECESSOR_OPEN'),
  refused('too much', v2(nok('PM07030', 'Reported quantity 120 exceeds the permitted quantity', 'MAQA')), 'OVER_TOLERANCE'),
  refused('an item that does not exist', v2(nok('WIT0103', 'Item number RM-9 does not exist', 'MTNO')), 'ITEM_UNKNOWN'),
  refused('a work center', v2(nok('WPL0103', 'Work center WC-99 does not exist', 'PLGR')), 'WORK_CENTER_UNKNOWN'),
  refused('a reject reason', v2(nok('WSC0103', 'Reject reason BURR does not exist', 'SCRE')), 'REASON_UNKNOWN'),
  refused('a unit', v2(nok('WUN0103', 'Unit of measure PAL does not exist', 'UNIT')), 'UNIT_NOT_CONVERTIBLE'),
  refused('an id that is invalid', v2(nok('XIM0002', 'Customer number is invalid', 'CUNO')), 'ERP_REFUSED'),
  refused('a message with its text only', v2(nok('CPF9898', 'Check the facility')), 'ERP_REFUSED'),
  refused('an id that nobody has listed', v2(nok('XYZ9999', 'Rule 17 says no')), 'ERP_REFUSED'),
  refused('the fields of the error at the top, with 400', JSON.stringify({ errorMessage: 'Period 202610 is closed for reporting', errorType: 'ServerReturnedNOK', errorCode: 'WRPD006', errorField: 'RPDT' }), 'PERIOD_CLOSED', 400),
  refused('a warning that nobody took', v1('PM07090', 'Scrap percentage is unusual'), 'ERP_REFUSED'),
  // Technical words inside a 200 or a 400.
  refused('an allocation that finds nothing', v2(nok('PM06002', 'Cannot allocate, on-hand balance is too low')), 'STOCK_SHORT'),
  refused('an allocation from a blocked lot', v2(nok('WBA0202', 'Lot 12 is blocked and can not allocate', 'BANO')), 'LOT_RESTRICTED'),
  refused('a location that is being counted', v2(nok('MM30010', 'Location A1 is locked by physical inventory 0012')), 'ERP_REFUSED'),
  refused('a record in use', v2(nok('XRE0109', 'The record is in use by MVXUSER')), 'ORDER_LOCKED'),
  refused('a lock, v1', v1('XRE0110', 'Manufacturing order 1000123 is being updated by PLANNER1', 'MFNO'), 'ORDER_LOCKED'),
  refused('a lock told with 400', JSON.stringify({ errorMessage: 'Record is locked', errorType: 'ServerReturnedNOK', errorCode: 'XRE0111', errorField: '' }), 'ORDER_LOCKED', 400),
  refused('a company without authority', v1('XAU0008', 'Not authorized for company 0', 'CONO'), 'ERP_ACCESS_REFUSED'),
  refused('an expired token', '', 'ERP_ACCESS_REFUSED', 401),
  refused('too many requests', '', 'ERP_THROTTLED', 429),
  // Our own fault.
  refused('a transaction that does not exist', v2(nok('', 'Transaction RptOperatoin is not found', '', 'TransactionNotFound')), 'ERP_CONTRACT_BROKEN'),
  refused('a field that is missing', JSON.stringify({ errorMessage: 'Mandatory input field FACI is missing', errorType: 'MandatoryInputFieldNotFound', errorCode: '', errorField: 'FACI' }), 'ERP_CONTRACT_BROKEN', 400),
  refused('a field that is too long', v2(nok('', 'Input field BANO is too long', 'BANO', 'InputFieldTooLong')), 'ERP_CONTRACT_BROKEN'),
  // Nobody knows.
  doubt('one of two lines failed', 200, v2(nok('WRPD006', 'Period 202610 is closed for reporting'), 1)),
  doubt('a batch that was stopped after a line', 200, JSON.stringify({ results: [{ transaction: 'RptOperation', records: [{}] }, { transaction: 'RptOperation', notProcessed: true }], nrOfFailedTransactions: 1, nrOfSuccessfullTransactions: 1, wasTerminated: true, terminationReason: 'Too many errors', terminationErrorType: 'Other' })),
  doubt('business words in a server failure', 500, v2(nok('WRPD006', 'Period 202610 is closed for reporting'))),
  doubt('a lock in a server failure', 500, v1('XRE0110', 'Manufacturing order 1000123 is being updated by PLANNER1')),
  doubt('a job that ended, told as NOK', 200, v2(nok('MCO9999', 'The connection to the business engine was lost'))),
  doubt('the page of a gateway', 502, HTML('Bad Gateway')),
  doubt('a grid that is down', 503, HTML('Service Unavailable')),
  doubt('a sign-in page with 200', 200, HTML('Sign in')),
  doubt('half a body', 200, '{"results":[{"transaction":"RptOper'),
  doubt('nothing with 200', 200, ''),
];
