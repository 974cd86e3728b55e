import type { ErrorCode } from '@plantway/canonical';
import { HTML, type ErrorCase } from './error-case.js';

const v2 = (code: string, value: string, details: readonly object[] = []): string => JSON.stringify({ error: { code, message: { lang: 'en', value }, innererror: { application: { component_id: 'PP-SFC', service_id: 'API_PROD_ORDER_CONFIRMATION_2_SRV' }, transactionid: '6A1F0C', timestamp: '20261122081502.1234567', errordetails: details } } });
const v4 = (code: string, message: string): string => JSON.stringify({ error: { code, message, target: 'PostingDate' } });
const detail = (code: string, message: string, severity = 'error'): object => ({ code, message, severity, propertyref: '', target: '' });
const wrapped = (...details: readonly object[]): string => v2('/IWBEP/CX_MGW_BUSI_EXCEPTION', 'An exception was raised', details);
const refused = (name: string, body: string, code: ErrorCode, status = 400): ErrorCase => ({ name, status, body, code, effect: 'none' });
const doubt = (name: string, status: number, body: string): ErrorCase => ({ name, status, body, code: 'ERP_ANSWER_LOST', effect: 'unknown' });

export const SAP_CASES: readonly ErrorCase[] = [
  refused('a closed period', v2('M7/053', 'Posting only possible in periods 2025/08 and 2025/07 in company code 1010'), 'PERIOD_CLOSED'),
  refused('a closed period, told in the details of a wrapper', wrapped(detail('M7/053', 'Posting only possible in periods 2026/11 and 2026/10 in company code 1710')), 'PERIOD_CLOSED'),
  refused('a closed period behind a warning', wrapped(detail('RU/100', 'Operation overlaps', 'warning'), detail('M7/053', 'Posting only possible in periods 2026/11 and 2026/10')), 'PERIOD_CLOSED'),
  refused('a closed period in OData V4', v4('M7/053', 'Posting only possible in periods 2026/11 and 2026/10 in company code 1010'), 'PERIOD_CLOSED'),
  refused('short stock', v2('M7/021', 'Deficit of BA Unrestricted-use 12 KG : RM-100 1010 101A'), 'STOCK_SHORT'),
  refused('short stock, number of another release', v2('M7/022', 'Deficit of PU GR blocked stock 3 PC : FG-9 1010'), 'STOCK_SHORT'),
  refused('a batch that does not exist', v2('M7/042', 'Batch 0000004711 of material RM-100 does not exist in plant 1010'), 'LOT_UNKNOWN'),
  refused('a batch that is missing', wrapped(detail('M7/018', 'Enter a batch for material RM-100')), 'LOT_UNKNOWN'),
  refused('a blocked batch', v2('M7/079', 'Batch B-77 of material RM-100 is restricted'), 'LOT_RESTRICTED'),
  refused('an order that is not released', v2('RU/012', 'Order 1000123 has not been released'), 'ORDER_NOT_RELEASED'),
  refused('a technically completed order', v2('RU/030', 'Order 1000123 is technically completed'), 'ORDER_CLOSED'),
  refused('an operation that was finally confirmed', v2('RU/447', 'Operation 0010 has already been finally confirmed'), 'OPERATION_ALREADY_FINAL'),
  refused('a confirmation that was cancelled before', v2('RU/505', 'Confirmation 4711 has already been cancelled'), 'ALREADY_REVERSED'),
  refused('an operation that does not exist', v2('RU/007', 'Operation 0099 of order 1000123 does not exist'), 'OPERATION_UNKNOWN'),
  refused('an order that does not exist', v2('RU/001', 'Order 1999999 does not exist'), 'ORDER_UNKNOWN'),
  refused('a material that the plant does not have', v2('M3/305', 'Material RM-999 not maintained in plant 1010'), 'ITEM_UNKNOWN'),
  refused('an unknown work center', v2('CR/012', 'Work center WC-99 in plant 1010 does not exist'), 'WORK_CENTER_UNKNOWN'),
  refused('an unknown reason for a variance', v2('RU/281', 'Reason 0077 is not defined for plant 1010'), 'REASON_UNKNOWN'),
  refused('a unit that cannot be converted', v2('BM/301', 'Unit PAL is not defined for material FG-100'), 'UNIT_NOT_CONVERTIBLE'),
  refused('more than the order tolerates', v2('RU/206', 'Total of yield exceeds the overdelivery tolerance of the order'), 'OVER_TOLERANCE'),
  refused('a serial number that exists', v2('IO/231', 'Serial number 000123 already in stock'), 'SERIAL_INVALID'),
  refused('a field that the movement type does not take', v2('MM_IM_ODATA_API_MDOC/011', 'Property PURCHASEORDER is not supported for GoodsMovementType 101'), 'ERP_REFUSED'),
  refused('a base date before today', v4('M7/502', 'Base date is earlier than today'), 'ERP_REFUSED'),
  refused('a purchase order of another material', v2('M7/360', 'Material of purchase order item and posting differ'), 'ERP_REFUSED'),
  refused('a change that changes nothing', v2('PP_ODATA_API_PRODORD/106', 'No changes were made'), 'ERP_REFUSED'),
  refused('a code that nobody has listed', v2('ZPP/017', 'Plant rule 17 does not allow this'), 'ERP_REFUSED'),
  refused('messages in several languages', JSON.stringify({ error: { code: 'M7/053', message: [{ lang: 'en', value: 'Posting only possible in periods 2026/11' }, { lang: 'de', value: 'Buchen nur in Periode 2026/11' }] } }), 'PERIOD_CLOSED'),
  refused('a function that answers 200 and says E', JSON.stringify({ d: { ReleaseOrder: { SystemMessageType: 'E', SystemMessageIdentification: 'CO', SystemMessageNumber: '469', SystemMessageText: 'Order 1000123 is not yet released for plant 1010' } } }), 'ORDER_NOT_RELEASED', 200),
  // Technical words with a 4xx: to be tried again, not to a person.
  refused('a lock, with its own status', v2('CO/469', 'Order 1000123 is already being processed by PLANNER1'), 'ORDER_LOCKED', 423),
  refused('material that is being counted', v2('M7/900', 'Material RM-1 is locked by physical inventory document 100000012'), 'ERP_REFUSED'),
  refused('a batch that quality has locked', v2('M7/901', 'Batch A is locked by quality management'), 'LOT_RESTRICTED'),
  refused('an order that a planner has locked', v2('CO/690', 'Order 1000123 is locked'), 'ORDER_ON_HOLD'),
  refused('a lock of plant data, told with the article', v2('M3/898', 'The plant data of the material RM-1 is locked by the user MEIER'), 'ORDER_LOCKED'),
  refused('a lock told with 400', v2('C6/004', 'Order 1000123 is currently being processed by user PLANNER1'), 'ORDER_LOCKED'),
  refused('a lock of the material told with 400', wrapped(detail('M3/897', 'Plant data of material RM-100 is locked by user MRPUSER')), 'ORDER_LOCKED'),
  { name: 'a stale token', status: 403, headers: { 'x-csrf-token': 'Required' }, body: 'CSRF token validation failed', code: 'ERP_ACCESS_REFUSED', effect: 'none' },
  refused('a user without authority', v2('M7/120', 'You have no authorization for this transaction with movement type 261'), 'ERP_ACCESS_REFUSED', 403),
  { name: 'a password that has run out', status: 401, body: HTML('Logon failed'), code: 'ERP_ACCESS_REFUSED', effect: 'none' },
  { name: 'too many requests', status: 429, headers: { 'retry-after': '3' }, body: '', code: 'ERP_THROTTLED', effect: 'none' },
  // Our own fault.
  refused('a service in the wrong version', v2('/IWFND/MED/170', 'No service found for namespace, name API_BILL_OF_MATERIAL_SRV, version 0001'), 'ERP_CONTRACT_BROKEN', 403),
  refused('a write that the entity does not take', v2('CX_SADL_ENTITY_CUD_DISABLED/1', 'Create is not supported for this entity'), 'ERP_CONTRACT_BROKEN', 405),
  refused('a property that does not exist', v2('/IWBEP/CM_MGW_RT/021', "Property 'Yield' is invalid"), 'ERP_CONTRACT_BROKEN'),
  refused('a precondition that is missing', v2('/IWFND/CM_MGW/428', 'Data Services Request required to be conditional. Try using the "If-Match" header.'), 'ERP_CONTRACT_BROKEN', 428),
  refused('a record that was changed', v2('/IWBEP/CM_MGW_RT/022', 'Precondition failed'), 'REVISION_STALE', 412),
  // Nobody knows: read back, whatever the words are.
  doubt('business words in a server failure', 500, v2('M7/053', 'Posting only possible in periods 2026/11 and 2026/10 in company code 1010')),
  doubt('a lock in a server failure', 500, v2('C6/004', 'Order 1000123 is currently being processed by user PLANNER1')),
  doubt('an exception without words', 500, v2('/IWBEP/CX_MGW_TECH_EXCEPTION', 'An exception was raised')),
  doubt('a time limit told with 400', 400, v2('SY/530', 'Time limit exceeded')),
  doubt('an update that was terminated', 400, v2('SY/002', 'Update was terminated; see the update records')),
  doubt('a SOAP fault', 500, '<soap-env:Envelope xmlns:soap-env="http://schemas.xmlsoap.org/soap/envelope/"><soap-env:Body><soap-env:Fault><faultcode>soap-env:Server</faultcode><faultstring xml:lang="en">Batch B-77 is restricted</faultstring></soap-env:Fault></soap-env:Body></soap-env:Envelope>'),
  doubt('the page of a proxy', 502, HTML('Bad Gateway')),
  doubt('a maintenance page', 503, HTML('Service unavailable')),
  doubt('a login page with 200', 200, HTML('Log on')),
  doubt('a request that took too long', 408, v2('SY/001', 'Order 1000123 has not been released')),
  doubt('the page of a proxy that refuses', 400, HTML('Request rejected')),
];
