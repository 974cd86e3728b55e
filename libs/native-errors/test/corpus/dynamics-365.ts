import type { ErrorCode } from '@plantway/canonical';
import { HTML, type ErrorCase } from './error-case.js';

const infolog = (...lines: readonly string[]): string => JSON.stringify({ error: { code: '', message: 'An error has occurred.', innererror: { message: `Write failed for table row of type 'ProdProductionOrderHeaderEntity'. Infolog: ${[...lines.map((line) => `Error: ${line}.`), "Warning: validateWrite failed on data source 'ProdTable (ProdTable)'."].join('; ')}`, type: 'Microsoft.Dynamics.Platform.Integration.Services.OData.ODataWriteException', stacktrace: '   at Microsoft.Dynamics...' } } });
const service = (message: string): string => JSON.stringify({ Message: 'An error has occurred.', ExceptionMessage: message, ExceptionType: 'Microsoft.Dynamics.Ax.Xpp.ErrorException' });
const processed = (text: string): string => JSON.stringify({ BusinessEventId: 'SysMessageProcessorMessageProcessedBusinessEvent', MessageType: 'ProdProductionOrderReportFinished', MessageProcessingResult: 'Failed', MessageState: 'Failed', MessageInfolog: text });
const refused = (name: string, body: string, code: ErrorCode, status = 400, headers?: Readonly<Record<string, string>>): ErrorCase => ({ name, status, body, code, effect: 'none', ...(headers && { headers }) });
const doubt = (name: string, status: number, body: string): ErrorCase => ({ name, status, body, code: 'ERP_ANSWER_LOST', effect: 'unknown' });

export const DYNAMICS_CASES: readonly ErrorCase[] = [
  refused('an item that is blocked', JSON.stringify({ error: { code: '', message: 'An error has occurred.', innererror: { message: "Write failed for table row of type 'PurchPurchaseOrderLineV2Entity'. Infolog: Warning: Item 'L-1' is blocked for 'Purchase order'.; Warning: validateWrite failed on data source 'PurchLine (PurchLine)'." } } }), 'ERP_REFUSED'),
  refused('a closed period', infolog('Fiscal period 10 of 2026 is closed'), 'PERIOD_CLOSED'),
  refused('a period on hold', infolog('Period for 10/30/2026 in ledger USMF is on hold'), 'PERIOD_CLOSED'),
  refused('a period that is not open', infolog('The fiscal period 12 is not yet open'), 'PERIOD_NOT_OPEN_YET'),
  refused('short stock', infolog('Item number CP-2: -4 ea cannot be picked because only 1 is available from the inventory'), 'STOCK_SHORT'),
  refused('stock below zero', infolog('Physical negative inventory is not allowed for item CP-2'), 'STOCK_SHORT'),
  refused('a batch that does not exist', infolog('Batch number B-77 does not exist for item RM-1'), 'LOT_UNKNOWN'),
  refused('a batch that is missing', infolog('Batch number must be specified'), 'LOT_UNKNOWN'),
  refused('a batch with a disposition', infolog('Batch B-77 has disposition code Unavailable, which blocks the issue'), 'LOT_RESTRICTED'),
  refused('a serial number', infolog('Serial number S-1 already exists'), 'SERIAL_INVALID'),
  refused('an order that is only created', infolog('Production order P000123 has status Created'), 'ORDER_NOT_RELEASED'),
  refused('an order that was not started', infolog('Production P000123 must be started before it is reported as finished'), 'ORDER_NOT_RELEASED'),
  refused('an order that was ended', infolog('Production order P000123 has been ended'), 'ORDER_CLOSED'),
  refused('more than was started', infolog('Good quantity 120 is more than the started quantity'), 'OVER_TOLERANCE'),
  refused('an over-delivery', infolog('Overdelivery of line P000123 is 12.00 percent, the allowed over-delivery is 5.00 percent'), 'OVER_TOLERANCE'),
  refused('an operation before it', infolog('Feedback on the previous operation 10 is missing'), 'PREDECESSOR_OPEN'),
  refused('an operation that is completed', infolog('Operation 10 has already been completed'), 'OPERATION_ALREADY_FINAL'),
  refused('an operation that does not exist', infolog('Operation 99 does not exist in route R-1'), 'OPERATION_UNKNOWN'),
  refused('an order that does not exist', infolog('Production order P999999 was not found'), 'ORDER_UNKNOWN'),
  refused('an item that does not exist', infolog('Item number X-9 does not exist in company USMF'), 'ITEM_UNKNOWN'),
  refused('a resource', infolog('Resource MILL-9 does not exist'), 'WORK_CENTER_UNKNOWN'),
  refused('a unit', infolog('Unit conversion from PAL to ea for item FG-1 does not exist'), 'UNIT_NOT_CONVERTIBLE'),
  refused('an error cause', infolog('Error cause Burr is not valid'), 'REASON_UNKNOWN'),
  refused('a rule that nobody has listed', infolog('Plant rule 17 says no'), 'ERP_REFUSED'),
  refused('a service that throws', service('Production order P000123 has been ended'), 'ORDER_CLOSED'),
  // What a message of the queue came to.
  refused('a message that failed for a closed period', processed('Error: Fiscal period 10 of 2026 is closed.'), 'PERIOD_CLOSED', 200),
  refused('a message that failed three times over a lock', processed('Error: An update conflict occurred due to another user process deleting the record or changing one or more fields in the record.'), 'ORDER_LOCKED', 200),
  refused('a message that failed for no listed reason', processed('Error: Journal name is missing.'), 'ERP_REFUSED', 200),
  // Technical words with a 400.
  refused('an update conflict', infolog('An update conflict occurred due to another user process deleting the record or changing one or more fields in the record'), 'ORDER_LOCKED'),
  refused('a status that cannot be extended', infolog('Production order P001: the remaining status cannot be extended'), 'ERP_REFUSED'),
  refused('a period on hold that is not open', infolog('Fiscal period 11 is on hold; the period is not open for module Inventory'), 'PERIOD_CLOSED'),
  refused('a deadlock', infolog('The SQL database has issued a deadlock; the transaction was aborted'), 'ORDER_LOCKED'),
  refused('a user without rights', JSON.stringify({ error: { code: 'Forbidden', message: 'Access denied: the user is not authorized for ProdProductionOrderHeaderEntity' } }), 'ERP_ACCESS_REFUSED', 403),
  refused('an expired token', '', 'ERP_ACCESS_REFUSED', 401),
  refused('too many requests', JSON.stringify({ error: { code: '429', message: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.' } }), 'ERP_THROTTLED', 429, { 'retry-after': '12' }),
  // Our own fault.
  refused('an entity that does not exist', JSON.stringify({ error: { code: '', message: "Resource not found for the segment 'ProductionOrderHeadersV9'." } }), 'ERP_CONTRACT_BROKEN', 404),
  refused('a property that does not exist', JSON.stringify({ error: { code: '', message: "The property 'Yield' does not exist on type 'Microsoft.Dynamics.DataEntities.ProductionOrderHeader'." } }), 'ERP_CONTRACT_BROKEN'),
  refused('a record that was changed', JSON.stringify({ error: { code: '', message: 'The record has been changed since it was read.' } }), 'REVISION_STALE', 412),
  // Nobody knows.
  doubt('business words in a server failure', 500, infolog('Fiscal period 10 of 2026 is closed')),
  doubt('an update conflict in a server failure', 500, infolog('An update conflict occurred due to another user process')),
  doubt('a connection that was lost, told with 400', 400, infolog('The connection to the batch server was lost')),
  doubt('a time-out told with 400', 400, service('Timeout expired. The timeout period elapsed prior to completion of the operation.')),
  doubt('a gateway that gave up', 504, HTML('Gateway Timeout')),
  doubt('a server that restarts', 503, HTML('Service Unavailable')),
  doubt('a sign-in page with 200', 200, HTML('Sign in to your account')),
  doubt('the page of a firewall', 403, HTML('Request blocked')),
];
