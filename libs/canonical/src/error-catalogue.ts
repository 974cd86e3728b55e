import type { ErrorKind } from './errors.js';
import type { MessageError } from './message.js';
import type { UnblockCondition } from './unblock-condition.js';

/** What everybody says about one error code. `status` is the HTTP answer when a caller meets it synchronously. */
export interface ErrorDescription {
  readonly kind: ErrorKind;
  readonly status: number;
  readonly owner: MessageError['owner'];
  /** What must become true before it can go on, as a kind; `UNBLOCK_CONDITIONS` says each in words. */
  readonly unblock: UnblockCondition;
  /** What happened, in plain words. */
  readonly meaning: string;
  /** What to do about it. */
  readonly fix: string;
  /** The same for this very error, where a message waits until then: what must become true, in words. */
  readonly unblockCondition?: string;
}

/** Every code that Plantway answers; a code is never reused for something else. `docs/errors.md` is generated from it. */
export const ERROR_CATALOGUE = {
  // Shape of a request: nothing is stored, nothing is sent.
  JSON_INVALID: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'The body is not JSON.', fix: 'Send valid JSON in UTF-8.' },
  JSON_DUPLICATE_KEY: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'A key stands twice in one object, so its value is ambiguous.', fix: 'Send each key once.' },
  JSON_FORBIDDEN_KEY: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'The body has a key that is not allowed anywhere: prototype or a name that every object inherits, such as __proto__ or constructor.', fix: 'Remove the key.' },
  JSON_TOO_DEEP: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'The body is nested deeper than 32 levels.', fix: 'Send the documented shape.' },
  VALIDATION_FAILED: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'The request does not have the documented shape.', fix: 'Correct the fields named in findings and send it again.' },
  BODY_TOO_LARGE: { kind: 'business', status: 413, owner: 'mes', unblock: 'callerActs', meaning: 'The body is larger than this route takes.', fix: 'Send fewer rows in a batch, or less in one body.' },
  MEDIA_TYPE_UNSUPPORTED: { kind: 'business', status: 415, owner: 'mes', unblock: 'callerActs', meaning: 'The body is not application/json.', fix: 'Set Content-Type: application/json.' },
  REQUEST_INVALID: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'The request is not valid HTTP: its line, path, a header or the length of its body.', fix: 'Send a request that follows HTTP/1.1.' },
  REQUEST_TIMEOUT: { kind: 'business', status: 408, owner: 'mes', unblock: 'callerActs', meaning: 'The request did not arrive completely in time.', fix: 'Send the same request again without a pause in it.' },
  URL_TOO_LONG: { kind: 'business', status: 414, owner: 'mes', unblock: 'callerActs', meaning: 'The path or one of its parts is longer than any id can be.', fix: 'Check the ids in the path.' },
  HEADERS_TOO_LARGE: { kind: 'business', status: 431, owner: 'mes', unblock: 'callerActs', meaning: 'The headers are larger than 16 KiB together.', fix: 'Send fewer or shorter headers.' },
  ROUTE_NOT_FOUND: { kind: 'business', status: 404, owner: 'mes', unblock: 'callerActs', meaning: 'There is no such route.', fix: 'Look the route up at /docs.' },
  METHOD_NOT_ALLOWED: { kind: 'business', status: 405, owner: 'mes', unblock: 'callerActs', meaning: 'The path exists, but not with this method.', fix: 'Use one of the methods named in the Allow header.' },
  SITE_NOT_FOUND: { kind: 'business', status: 404, owner: 'mes', unblock: 'callerActs', meaning: 'There is no such site for this credential.', fix: 'Use a site that the credential may see.' },
  NOT_FOUND: { kind: 'business', status: 404, owner: 'mes', unblock: 'callerActs', meaning: 'There is no such object at this site.', fix: 'Check the id and the site.' },
  WORK_ORDER_NOT_AT_SITE: { kind: 'business', status: 404, owner: 'mes', unblock: 'callerActs', meaning: 'The work order belongs to another site.', fix: 'Report it at the site that makes it.' },
  CURSOR_INVALID: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'The cursor was not given by this list.', fix: 'Begin without a cursor, or use nextCursor as it was answered.' },
  IDEMPOTENCY_KEY_INVALID: { kind: 'business', status: 400, owner: 'mes', unblock: 'callerActs', meaning: 'The Idempotency-Key header is empty, too long or has characters outside printable ASCII; or it stands on a batch, whose rows are known by their confirmationId.', fix: 'Send 1 to 255 printable characters, and none with a batch.' },
  IDEMPOTENCY_BODY_MISMATCH: { kind: 'business', status: 422, owner: 'mes', unblock: 'callerActs', meaning: 'The same id or Idempotency-Key came before with another body.', fix: 'Send a correction under a new id with replaces, or the very same body again.' },
  CREDENTIAL_MISSING: { kind: 'business', status: 401, owner: 'admin', unblock: 'callerActs', meaning: 'The request has no credential.', fix: 'Send Authorization: Bearer with an API key.' },
  CREDENTIAL_INVALID: { kind: 'business', status: 401, owner: 'admin', unblock: 'callerActs', meaning: 'The credential is unknown, expired or revoked.', fix: 'Ask the administrator for a valid API key.' },
  ROLE_NOT_ALLOWED: { kind: 'business', status: 403, owner: 'admin', unblock: 'callerActs', meaning: 'The role of the credential may not do this.', fix: 'Use a credential with one of the roles named in the answer.' },
  RATE_LIMIT_EXCEEDED: { kind: 'throttled', status: 429, owner: 'mes', unblock: 'callerActs', meaning: 'The credential, or the address without a valid one, has sent more requests than it may.', fix: 'Wait as long as Retry-After says.' },
  AMENDMENT_INVALID: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'callerActs', meaning: 'What the amendment makes of the command is refused by the rules of its kind.', fix: 'Correct the fields named in findings and amend again; nothing was changed.' },
  AMENDMENT_NOT_POSSIBLE: { kind: 'business', status: 409, owner: 'supervisor', unblock: 'callerActs', meaning: 'A message of this kind, or that was sent already, cannot be amended.', fix: 'Discard it and send the right command, or reverse what stands.' },
  STEP_ASIDE_NOT_POSSIBLE: { kind: 'business', status: 409, owner: 'supervisor', unblock: 'callerActs', meaning: 'Something of the message is in doubt, or a later message depends on it, so it cannot let the later ones pass.', fix: 'Settle the message, or first what depends on it.' },
  SETTLE_WINDOW_OPEN: { kind: 'business', status: 409, owner: 'erpTeam', unblock: 'callerActs', meaning: 'What was sent may still arrive, so nobody can say yet that it was not posted.', fix: 'Wait until the instant in details.readBackAfter, look again, then decide.' },
  BULK_TOO_MANY: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'callerActs', meaning: 'More messages fit the filter than the cap allows.', fix: 'Narrow the filter, or raise the cap up to 1,000; details.count says how many fit.' },
  BULK_LIMIT_REACHED: { kind: 'throttled', status: 429, owner: 'supervisor', unblock: 'callerActs', meaning: 'The role has resubmitted as many messages in bulk within an hour as it may.', fix: 'Wait as long as Retry-After says, or resubmit single messages.' },
  PREVIEW_INVALID: { kind: 'business', status: 400, owner: 'supervisor', unblock: 'callerActs', meaning: 'The preview token was not given by this list, or belongs to another site.', fix: 'Make a new preview and use its token.' },
  MESSAGE_CHANGED: { kind: 'business', status: 412, owner: 'supervisor', unblock: 'callerActs', meaning: 'The message has changed since the ETag of If-Match.', fix: 'Read the message again and decide anew.' },
  MESSAGE_STATE_CONFLICT: { kind: 'business', status: 409, owner: 'supervisor', unblock: 'callerActs', meaning: 'The message is in a state in which this is not possible.', fix: 'Read the message again and decide anew.' },
  FINDING_STATE_CONFLICT: { kind: 'business', status: 409, owner: 'supervisor', unblock: 'callerActs', meaning: 'Nothing is proposed about the finding, or it is carried out already.', fix: 'Read the reconciliation again and decide anew.' },
  ACCEPT_OUTCOME_UNKNOWN: { kind: 'technical', status: 503, owner: 'mes', unblock: 'callerActs', meaning: 'The gateway could not make sure whether the message was stored.', fix: 'Send the same body again; it is never stored twice.' },
  DATABASE_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'admin', unblock: 'callerActs', meaning: 'The gateway cannot reach its database; nothing was stored.', fix: 'Send the same request again later.' },
  INTERNAL_ERROR: { kind: 'defect', status: 500, owner: 'admin', unblock: 'callerActs', meaning: 'The gateway failed in a way that nobody foresaw.', fix: 'Give the correlationId to the administrator.' },

  // The consumer tier reads what it cannot know from events.
  PROCESS_API_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'admin', unblock: 'callerActs', meaning: 'The process API cannot be reached, or does not answer in its documented shape.', fix: 'Read it again later; what is made of events can be read meanwhile.' },

  // The ERP does not serve us now: surely nothing was posted.
  ERP_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'erpTeam', unblock: 'timeOnly', meaning: 'The ERP cannot be reached.', fix: 'Nothing; it is tried again by itself.' },
  ERP_THROTTLED: { kind: 'throttled', status: 503, owner: 'erpTeam', unblock: 'timeOnly', meaning: 'The ERP asks for fewer requests.', fix: 'Nothing; it is tried again when the ERP allows it.' },
  ERP_MAINTENANCE: { kind: 'throttled', status: 503, owner: 'erpTeam', unblock: 'timeOnly', meaning: 'The ERP is in maintenance.', fix: 'Nothing; it is tried again after the maintenance.' },
  ORDER_LOCKED: { kind: 'technical', status: 503, owner: 'erpTeam', unblock: 'lockGone', meaning: 'Somebody works on the order in the ERP.', fix: 'Nothing; leave the order on the ERP screen if it lasts.', unblockCondition: 'the order is not locked any more' },
  ERP_ANSWER_LOST: { kind: 'inDoubt', status: 502, owner: 'erpTeam', unblock: 'readBack', meaning: 'The ERP was asked to post and its answer was lost.', fix: 'Nothing; the gateway looks in the ERP before it does anything else.' },
  ERP_ACCESS_REFUSED: { kind: 'technical', status: 502, owner: 'erpTeam', unblock: 'timeOnly', meaning: 'The ERP, or the ERP system API before it, refuses the credential of the gateway.', fix: 'Renew the credential of the backend or of the worker; it is tried again by itself.' },
  ERP_CONTRACT_BROKEN: { kind: 'defect', status: 502, owner: 'erpTeam', unblock: 'personActs', meaning: 'The ERP answered in a shape that is not documented.', fix: 'Compare the release of the ERP with the backend, then resubmit.' },
  GATEWAY_NOT_HOLDER: { kind: 'technical', status: 503, owner: 'admin', unblock: 'claimHeld', meaning: 'Another gateway holds the ERP of the site, so that this one sends nothing there.', fix: 'Stop the gateway that should not run; or, when it is the other one, take the site over: npm run admin -- take-over --site ID --reason WORDS.', unblockCondition: 'this gateway holds the ERP of the site' },
  BACKEND_NOT_BOUND: { kind: 'defect', status: 500, owner: 'admin', unblock: 'personActs', meaning: 'The site names a backend that this process does not have.', fix: 'Bind the backend, or correct the file of the site.' },

  // The MES is given its job orders.
  MES_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'mes', unblock: 'timeOnly', meaning: 'The MES cannot be reached.', fix: 'Nothing; it is tried again by itself.' },
  MES_THROTTLED: { kind: 'throttled', status: 503, owner: 'mes', unblock: 'timeOnly', meaning: 'The MES asks for fewer requests.', fix: 'Nothing; it is tried again when the MES allows it.' },
  MES_ACCESS_REFUSED: { kind: 'technical', status: 502, owner: 'mes', unblock: 'timeOnly', meaning: 'The MES, or the MES system API before it, refuses the secret or the credential of the gateway.', fix: 'Renew the secret of the webhook or the credential of the worker; it is tried again by itself.' },
  MES_ANSWER_LOST: { kind: 'inDoubt', status: 502, owner: 'mes', unblock: 'readBack', meaning: 'The MES was given job orders and its answer was lost.', fix: 'Nothing; the gateway asks the MES what it has before it does anything else.' },
  MES_REFUSED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The MES does not take the job orders.', fix: 'Read the words of the MES, change the order or the MES, then resubmit.' },
  MES_CONTRACT_BROKEN: { kind: 'defect', status: 502, owner: 'admin', unblock: 'personActs', meaning: 'The MES answered in a shape that is not documented, or does not understand ours.', fix: 'Compare the release of the MES with the backend, then resubmit.' },
  MES_TOTALS_UNSUPPORTED: { kind: 'business', status: 422, owner: 'admin', unblock: 'callerActs', meaning: 'The MES of the site cannot be asked for its own totals.', fix: 'Look at its capabilities first; compare its figures by hand.' },

  PROCESS_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'admin', unblock: 'timeOnly', meaning: 'The process API cannot be reached, or cannot keep anything now; nothing was kept.', fix: 'Nothing; it is tried again by itself.' },

  // The planning system is asked or told.
  PLANNING_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'planner', unblock: 'timeOnly', meaning: 'The planning system cannot be reached.', fix: 'Nothing; it is tried again by itself.' },
  PLANNING_THROTTLED: { kind: 'throttled', status: 503, owner: 'planner', unblock: 'timeOnly', meaning: 'The planning system asks for fewer requests.', fix: 'Nothing; it is tried again when the planning system allows it.' },
  PLANNING_ACCESS_REFUSED: { kind: 'technical', status: 502, owner: 'admin', unblock: 'timeOnly', meaning: 'The planning system, or the system API before it, refuses the credential of the gateway.', fix: 'Renew the credential of the backend or of the worker; it is tried again by itself.' },
  PLANNING_ANSWER_LOST: { kind: 'inDoubt', status: 502, owner: 'planner', unblock: 'readBack', meaning: 'The planning system was told something and its answer was lost.', fix: 'Nothing; the gateway looks in the planning system before it does anything else.' },
  PLANNING_REFUSED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The planning system does not take it.', fix: 'Read the words of the planning system, put right what they name, then resubmit; or discard.' },
  PLANNING_CONTRACT_BROKEN: { kind: 'defect', status: 502, owner: 'admin', unblock: 'personActs', meaning: 'The planning system answered in a shape that is not documented, or does not understand ours.', fix: 'Compare the release of the planning system with the backend, then resubmit.' },

  // The maintenance system is asked or told.
  MAINTENANCE_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'maintenance', unblock: 'timeOnly', meaning: 'The maintenance system cannot be reached.', fix: 'Nothing; it is tried again by itself.' },
  MAINTENANCE_THROTTLED: { kind: 'throttled', status: 503, owner: 'maintenance', unblock: 'timeOnly', meaning: 'The maintenance system asks for fewer requests.', fix: 'Nothing; it is tried again when the maintenance system allows it.' },
  MAINTENANCE_ACCESS_REFUSED: { kind: 'technical', status: 502, owner: 'admin', unblock: 'timeOnly', meaning: 'The maintenance system, or the system API before it, refuses the credential of the gateway.', fix: 'Renew the credential of the backend or of the worker; it is tried again by itself.' },
  MAINTENANCE_ANSWER_LOST: { kind: 'inDoubt', status: 502, owner: 'maintenance', unblock: 'readBack', meaning: 'The maintenance system was told something and its answer was lost.', fix: 'Nothing; the gateway looks in the maintenance system before it does anything else.' },
  MAINTENANCE_REFUSED: { kind: 'business', status: 422, owner: 'maintenance', unblock: 'personActs', meaning: 'The maintenance system does not take it.', fix: 'Read the words of the maintenance system, put right what they name, then resubmit; or discard.' },
  MAINTENANCE_CONTRACT_BROKEN: { kind: 'defect', status: 502, owner: 'admin', unblock: 'personActs', meaning: 'The maintenance system answered in a shape that is not documented, or does not understand ours.', fix: 'Compare the release of the maintenance system with the backend, then resubmit.' },

  // The customer system is asked or told.
  CUSTOMER_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'planner', unblock: 'timeOnly', meaning: 'The customer system cannot be reached.', fix: 'Nothing; it is tried again by itself.' },
  CUSTOMER_THROTTLED: { kind: 'throttled', status: 503, owner: 'planner', unblock: 'timeOnly', meaning: 'The customer system asks for fewer requests.', fix: 'Nothing; it is tried again when the customer system allows it.' },
  CUSTOMER_ACCESS_REFUSED: { kind: 'technical', status: 502, owner: 'admin', unblock: 'timeOnly', meaning: 'The customer system, or the system API before it, refuses the credential of the gateway.', fix: 'Renew the credential of the backend or of the worker; it is tried again by itself.' },
  CUSTOMER_ANSWER_LOST: { kind: 'inDoubt', status: 502, owner: 'planner', unblock: 'readBack', meaning: 'The customer system was told something and its answer was lost.', fix: 'Nothing; the gateway looks in the customer system before it does anything else.' },
  CUSTOMER_REFUSED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The customer system does not take it.', fix: 'Read the words of the customer system, put right what they name, then resubmit; or discard.' },
  CUSTOMER_CONTRACT_BROKEN: { kind: 'defect', status: 502, owner: 'admin', unblock: 'personActs', meaning: 'The customer system answered in a shape that is not documented, or does not understand ours.', fix: 'Compare the release of the customer system with the backend, then resubmit.' },

  // The quality system is asked or told.
  QUALITY_UNAVAILABLE: { kind: 'technical', status: 503, owner: 'quality', unblock: 'timeOnly', meaning: 'The quality system cannot be reached.', fix: 'Nothing; it is tried again by itself.' },
  QUALITY_THROTTLED: { kind: 'throttled', status: 503, owner: 'quality', unblock: 'timeOnly', meaning: 'The quality system asks for fewer requests.', fix: 'Nothing; it is tried again when the quality system allows it.' },
  QUALITY_ACCESS_REFUSED: { kind: 'technical', status: 502, owner: 'admin', unblock: 'timeOnly', meaning: 'The quality system, or the system API before it, refuses the credential of the gateway.', fix: 'Renew the credential of the backend or of the worker; it is tried again by itself.' },
  QUALITY_ANSWER_LOST: { kind: 'inDoubt', status: 502, owner: 'quality', unblock: 'readBack', meaning: 'The quality system was told something and its answer was lost.', fix: 'Nothing; the gateway looks in the quality system before it does anything else.' },
  QUALITY_REFUSED: { kind: 'business', status: 422, owner: 'quality', unblock: 'personActs', meaning: 'The quality system does not take it.', fix: 'Read the words of the quality system, put right what they name, then resubmit; or discard.' },
  QUALITY_CONTRACT_BROKEN: { kind: 'defect', status: 502, owner: 'admin', unblock: 'personActs', meaning: 'The quality system answered in a shape that is not documented, or does not understand ours.', fix: 'Compare the release of the quality system with the backend, then resubmit.' },

  // The state of the business: accepted, then waiting or parked.
  ORDER_UNKNOWN: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The ERP has no such work order.', fix: 'Check the order number with the planner; discard, or resubmit when the order exists.' },
  ORDER_NOT_RELEASED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The work order is not released.', fix: 'Release the order, then resubmit.' },
  ORDER_ON_HOLD: { kind: 'business', status: 422, owner: 'planner', unblock: 'orderHoldEnded', meaning: 'The work order is on hold in the ERP.', fix: 'Take the hold away; or discard with the reason.', unblockCondition: 'the hold of the work order is taken away' },
  ORDER_ALREADY_RELEASED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The work order was released before.', fix: 'Nothing; the order can be made. Discard this release.' },
  ORDER_CLOSED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The work order is closed.', fix: 'Re-open the order in the ERP and resubmit, or discard with the reason.' },
  RELEASE_NOT_POSSIBLE: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The work order breaks rules of release; every one of them is named.', fix: 'Repair what is named. What was refused at once is released again; a parked release is resubmitted, or discarded to release anew.' },
  JOB_ORDER_UNKNOWN: { kind: 'business', status: 422, owner: 'mes', unblock: 'personActs', meaning: 'There is no such job order, or not in this version.', fix: 'Fetch the job orders again and answer one of them; the planner discards this answer.' },
  JOB_ORDER_SUPERSEDED: { kind: 'business', status: 409, owner: 'mes', unblock: 'personActs', meaning: 'There is a newer version of the job order.', fix: 'Fetch the job order again and answer its newest version.' },
  JOB_ORDER_REFUSED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The MES refuses a job order; the work order is held and stays released.', fix: 'Clear up with the plant what stands in the way, then resubmit to send the job orders again as a new version; discard to leave them refused.' },
  OPERATION_UNKNOWN: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The work order has no such operation.', fix: 'Check the operation with the planner; discard, or resubmit when it exists.' },
  OPERATION_ALREADY_FINAL: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'The operation was finally confirmed before.', fix: 'Reverse the final confirmation and resubmit, or discard with the reason.' },
  PREDECESSOR_OPEN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'predecessorPosted', meaning: 'The operation before it has not confirmed that much yield yet.', fix: 'Confirm the operation before it.', unblockCondition: 'the operation before it has confirmed enough yield' },
  OVER_TOLERANCE: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The quantity is above the ordered quantity and its tolerance.', fix: 'Raise the order quantity and resubmit, or discard and report the right quantity.' },
  ITEM_UNKNOWN: { kind: 'business', status: 422, owner: 'erpTeam', unblock: 'masterDataArrived', meaning: 'The ERP has no such item at this site.', fix: 'Create the item or correct the report.' },
  LOT_UNKNOWN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'masterDataArrived', meaning: 'The ERP has no such lot of the item.', fix: 'Create the lot in the ERP and resubmit, or discard and report the right lot.' },
  LOT_RESTRICTED: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'lotReleased', meaning: 'The lot is blocked or in quality inspection.', fix: 'Release the lot in the ERP, or discard and report another one.', unblockCondition: 'the lot is released' },
  SERIAL_INVALID: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'A serial number exists already, or their count differs from the yield.', fix: 'Correct the serial numbers.' },
  PERIOD_CLOSED: { kind: 'business', status: 422, owner: 'erpTeam', unblock: 'personActs', meaning: 'The posting period of the date is closed.', fix: 'Open the period and resubmit.' },
  PERIOD_NOT_OPEN_YET: { kind: 'business', status: 422, owner: 'erpTeam', unblock: 'periodOpened', meaning: 'The posting period of the date is not open yet.', fix: 'Open the period, or wait.', unblockCondition: 'the posting period opens' },
  STOCK_SHORT: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'stockArrived', meaning: 'There is not enough stock of a component.', fix: 'Post the missing receipt in the ERP.' },
  UNIT_NOT_CONVERTIBLE: { kind: 'mapping', status: 422, owner: 'erpTeam', unblock: 'personActs', meaning: 'The unit cannot be converted into the unit of the order.', fix: 'Maintain the conversion of the item and resubmit.' },
  REASON_UNKNOWN: { kind: 'mapping', status: 422, owner: 'erpTeam', unblock: 'personActs', meaning: 'The ERP does not know the reason code.', fix: 'Add the reason code in the ERP and resubmit.' },
  WORK_CENTER_UNKNOWN: { kind: 'mapping', status: 422, owner: 'erpTeam', unblock: 'masterDataArrived', meaning: 'The ERP does not know the work center.', fix: 'Map the work center and resubmit.' },
  MAPPING_INVALID: { kind: 'business', status: 422, owner: 'erpTeam', unblock: 'callerActs', meaning: 'The mapping that is tried could not run: two codes of ours have the same code of the ERP, or a table is missing.', fix: 'Put right what is named, then try again.' },
  CODE_NOT_MAPPED: { kind: 'mapping', status: 422, owner: 'erpTeam', unblock: 'personActs', meaning: 'A code or number has no row in the translation tables of the site.', fix: 'Add the row named in details, then resubmit.' },
  ALREADY_REVERSED: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'The document was reversed before.', fix: 'Nothing; discard.' },
  SUCCESSOR_CONFIRMED: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'predecessorPosted', meaning: 'A later operation has confirmed more than would be left after the reversal.', fix: 'Reverse the confirmation of the later operation, or discard this reversal.', unblockCondition: 'the confirmation of the later operation is taken back' },
  ISSUE_METHOD_MIXED: { kind: 'business', status: 422, owner: 'mes', unblock: 'personActs', meaning: 'A component is backflushed by the ERP and reported as well, or the other way round.', fix: 'Ask the supervisor to discard it, and report anew with the component as its bill of material says.' },
  EARLIER_REPORT_OPEN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'messageSettled', meaning: 'The report ends the order, and an earlier one of the same order is not finished.', fix: 'Nothing, when that one goes on by itself; otherwise repair or discard it.', unblockCondition: 'every earlier report of the order is posted, annulled or discarded' },
  TOTAL_OLDER_THAN_LAST: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'A final report with running totals was taken before a reading that is counted already.', fix: 'Reverse the later reading and resubmit, or discard this one and have the operation reported as final again.' },
  TOTAL_BELOW_POSTED: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'The running totals of a final report are below what stands in the ERP already.', fix: 'Reverse an earlier report of the operation, or correct the totals in the MES; then resubmit.' },
  CORRECTION_OPEN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'messageSettled', meaning: 'The report corrects another one that is not taken back yet.', fix: 'Nothing, when the reversal goes on by itself; otherwise repair the reversal.', unblockCondition: 'the corrected report is taken back' },
  CORRECTION_NOT_REVERSED: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'The reversal of the corrected report was discarded or is missing, so both would stand.', fix: 'Reverse the corrected report and resubmit, or discard this one.' },
  CORRECTED_BEFORE: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'Another report has replaced the same one already and stands, so both corrections would stand.', fix: 'Discard this one and report anew with replaces naming the report that stands; or take that one back, then resubmit.' },
  CONFIRMATION_NOT_FOUND: { kind: 'business', status: 404, owner: 'mes', unblock: 'callerActs', meaning: 'The source system never reported this confirmation at the site.', fix: 'Use the confirmationId that the report was sent with.' },
  CONFIRMATION_UNKNOWN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'The confirmation to take back was never reported by this source system.', fix: 'Discard it, or resubmit when the confirmation has come.' },
  CONFIRMATION_UNDER_WAY: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'messageSettled', meaning: 'The confirmation to take back is on its way to the ERP or in doubt.', fix: 'Nothing; the reversal goes on when it is known what stands in the ERP.', unblockCondition: 'it is known what of the confirmation stands in the ERP' },
  REPLACEMENT_NOT_STORED: { kind: 'business', status: 422, owner: 'mes', unblock: 'messageSettled', meaning: 'The corrected report for which this reversal makes room is not stored yet.', fix: 'Send the corrected report again.', unblockCondition: 'the corrected report is stored' },
  REVERSAL_OPEN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'messageSettled', meaning: 'An earlier report of the operation, or of the order that this one ends, is being taken back, so what stands in the ERP is not certain yet.', fix: 'Nothing, when the reversal goes on by itself; otherwise repair or discard the reversal.', unblockCondition: 'the reversal of the earlier report is finished' },
  LATER_TOTAL_OPEN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'messageSettled', meaning: 'A later running total of the operation is on its way, in doubt, with a person, or being taken back itself; whether it contains what is to be taken back is not known yet.', fix: 'Nothing, when that one goes on by itself; otherwise resubmit or discard it.', unblockCondition: 'the later running total is posted, given back or discarded' },
  SEQUENCE_GAP: { kind: 'business', status: 422, owner: 'mes', unblock: 'messageSettled', meaning: 'The source system numbers its reports, and the number before this one has not come.', fix: 'Send the missing report. When there is none, nothing: it goes on without it at the time that the reason names.', unblockCondition: 'the report with the missing number is stored, or the time that the site allows for it is over' },
  SEQUENCE_OVERTAKEN: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'messageSettled', meaning: 'A report with a smaller number of the source system came later and goes first.', fix: 'Nothing, when that one goes on by itself; otherwise repair or discard it.', unblockCondition: 'the report with the smaller number is finished' },
  SEQUENCE_REUSED: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'The source system gave this number of its sequence to another report of the operation before.', fix: 'Compare both reports: discard this one when it was sent twice, and resubmit it when only the number is wrong.' },
  CIRCULAR_WAIT: { kind: 'business', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'Messages wait for each other in a circle, so none of them would ever go on.', fix: 'Discard or repair one of the messages that the reason names, then resubmit this one.' },
  ERP_REFUSED: { kind: 'business', status: 422, owner: 'erpTeam', unblock: 'personActs', meaning: 'The ERP refused for a reason that the gateway does not know.', fix: 'Read the words of the ERP, correct there, then resubmit.' },

  // Changes of orders, planning, quality, equipment.
  NOT_OWNER: { kind: 'business', status: 403, owner: 'admin', unblock: 'callerActs', meaning: 'The site says that another system or role owns this object.', fix: 'Send it as the owner that the answer names, or change the ownership in the site file.' },
  REVISION_STALE: { kind: 'business', status: 409, owner: 'planner', unblock: 'personActs', meaning: 'The work order was changed since it was read.', fix: 'Read the order again and decide anew.' },
  CHANGE_NOT_POSSIBLE: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The order cannot be changed like this in its state; what stands in the way is named.', fix: 'Put right what is named and resubmit, or discard the change.' },
  BELOW_CONFIRMED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The new quantity is below what is confirmed, or reported and on its way.', fix: 'Ask for at least that quantity, or reverse reports first.' },
  CHANGE_UNDER_NEGOTIATION: { kind: 'business', status: 422, owner: 'planner', unblock: 'mesAnswered', meaning: 'The MES has not answered yet whether it follows the change.', fix: 'Nothing; the change goes on when the MES answers. Ask the plant when it lasts.', unblockCondition: 'the MES answers every job order of the change' },
  CHANGE_REFUSED_BY_MES: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The MES does not follow the change; the ERP was not changed.', fix: 'Clear up with the plant, then resubmit to ask again; discard to leave the order as it is.' },
  APPROVAL_NEEDED: { kind: 'business', status: 409, owner: 'planner', unblock: 'approved', meaning: 'The site wants a second person to agree before this is done.', fix: 'Approve it as somebody else than the sender, or discard it.', unblockCondition: 'a second person approves it' },
  APPROVER_IS_SENDER: { kind: 'business', status: 403, owner: 'planner', unblock: 'callerActs', meaning: 'Whoever asked for it cannot approve it.', fix: 'Have it approved with the credential of another person.' },
  PLANNED_ORDER_UNKNOWN: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'There is no such planned order.', fix: 'Publish the planned order first, then resubmit.' },
  PLANNED_ORDER_CONVERTED: { kind: 'business', status: 422, owner: 'planner', unblock: 'personActs', meaning: 'The planned order was converted into a work order before.', fix: 'Nothing; discard.' },
  SCHEDULE_SUPERSEDED: { kind: 'business', status: 409, owner: 'planner', unblock: 'personActs', meaning: 'A newer schedule of the site is in force already.', fix: 'Send a schedule with a higher version.' },
  QUALITY_HOLD: { kind: 'business', status: 422, owner: 'quality', unblock: 'qualityReleased', meaning: 'Quality holds the lot, the order or the equipment that this report is about.', fix: 'Release the hold or decide about the lot; the report then goes on by itself.', unblockCondition: 'the hold is released' },
  HOLD_UNKNOWN: { kind: 'business', status: 422, owner: 'quality', unblock: 'personActs', meaning: 'There is no such hold, or it ended before.', fix: 'Name a hold that stands, or discard.' },
  EQUIPMENT_UNKNOWN: { kind: 'mapping', status: 422, owner: 'admin', unblock: 'personActs', meaning: 'The site file has no such equipment.', fix: 'Add the equipment to the site file and import it, then send the events again.' },
  CLOCK_AHEAD: { kind: 'business', status: 422, owner: 'maintenance', unblock: 'callerActs', meaning: 'The clock of the machine is ahead: what it says would silence it until then.', fix: 'Set the clock of the machine. What it says from then on is kept; let a machine that stands still say its state again.' },
  DOWNTIME_NOT_FOUND: { kind: 'business', status: 404, owner: 'supervisor', unblock: 'callerActs', meaning: 'There is no such downtime at this site.', fix: 'Use a downtimeId of the list.' },
  REASON_NOT_IN_TREE: { kind: 'mapping', status: 422, owner: 'supervisor', unblock: 'personActs', meaning: 'The downtime reason is not in the tree of the site, or not in use.', fix: 'Use a reason of reference-data/downtimeReasons, or add it to the site file.' },

  // What the delivery engine concludes.
  DOUBT_SEVERAL_DOCUMENTS: { kind: 'inDoubt', status: 409, owner: 'erpTeam', unblock: 'personActs', meaning: 'The ERP has more than one document under one reference.', fix: 'Reverse the surplus document in the ERP, then resubmit: the ERP is asked again, and the message goes on with the one document that stands. When all were reversed it is parked as DOUBT_REVERSED.' },
  STANDS_TWICE: { kind: 'business', status: 409, owner: 'erpTeam', unblock: 'personActs', meaning: 'A send arrived long after it had been given up, so that the ERP has two documents of one message.', fix: 'Reverse the document in the ERP that the reason names as the surplus one. The gateway sees that by itself, and the message is posted.' },
  DOUBT_DIFFERENT_QUANTITY: { kind: 'inDoubt', status: 409, owner: 'erpTeam', unblock: 'personActs', meaning: 'The document in the ERP has another quantity than was sent.', fix: 'Compare both quantities. Reverse the document in the ERP, then resubmit: the ERP is asked again, and the message is parked as DOUBT_REVERSED, where it can be sent again or discarded.' },
  DOUBT_UNRESOLVED: { kind: 'inDoubt', status: 409, owner: 'erpTeam', unblock: 'personActs', meaning: 'The gateway could not find out in time whether the ERP posted.', fix: 'Restore the way to the ERP, then resubmit: the ERP is asked for the reference again before anything is sent.' },
  DOUBT_REVERSED: { kind: 'business', status: 409, owner: 'supervisor', unblock: 'personActs', meaning: 'The only document under the reference was reversed in the ERP, so nothing of it stands there.', fix: 'Resubmit to send it again under the same reference, or discard.' },
  RETRIES_EXHAUSTED: { kind: 'technical', status: 409, owner: 'erpTeam', unblock: 'personActs', meaning: 'It was tried as often as configured without success.', fix: 'Repair the connection, then resubmit.' },
  QUANTITY_INVALID: { kind: 'defect', status: 500, owner: 'admin', unblock: 'personActs', meaning: 'The gateway was about to calculate with a number that is not decimal text.', fix: 'Give the messageId or correlationId to the administrator.' },
  INSTANT_INVALID: { kind: 'defect', status: 500, owner: 'admin', unblock: 'personActs', meaning: 'The gateway was about to calculate with a time that is not an instant with an offset.', fix: 'Give the messageId or correlationId to the administrator.' },
  SEND_NOT_STARTED: { kind: 'technical', status: 503, owner: 'admin', unblock: 'timeOnly', meaning: 'The gateway was paused between writing its intent and sending, so it sent nothing.', fix: 'Nothing; it is tried again by itself.' },
  SETTLE_WINDOW_TOO_SHORT: { kind: 'defect', status: 500, owner: 'admin', unblock: 'personActs', meaning: 'The settle window is not longer than a send can take, so a read-back could come too early and lead to a double posting.', fix: 'Raise MESSAGING_SETTLE_WINDOW_MS or lower MESSAGING_SEND_DEADLINE_MS.' },
  DEADLINES_NOT_NESTED: { kind: 'defect', status: 500, owner: 'admin', unblock: 'personActs', meaning: 'The gateway would give up a send before that which it calls has given up.', fix: 'Raise MESSAGING_SEND_DEADLINE_MS above the deadline that the message names, or lower that one.' },
  CALENDAR_INVALID: { kind: 'defect', status: 500, owner: 'admin', unblock: 'personActs', meaning: 'The shift calendar of the site has a time zone, a day or a time that does not exist.', fix: 'Correct the calendar in the site file and import it again.' },
  FLOW_DEFECT: { kind: 'defect', status: 500, owner: 'admin', unblock: 'personActs', meaning: 'The gateway failed while it worked on the message.', fix: 'Give the messageId to the administrator, then resubmit.' },
} as const satisfies Readonly<Record<string, ErrorDescription>>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export function describeError(code: string): ErrorDescription | undefined {
  return Object.hasOwn(ERROR_CATALOGUE, code) ? ERROR_CATALOGUE[code as ErrorCode] : undefined;
}

/**
 * A failure in the words that a person reads at a message. An unknown code is described as a refusal or a defect of its kind.
 * @param reason what happened, naming the object; the catalogue's meaning when it says nothing better
 */
export function messageError(code: string, reason?: string, kind?: ErrorKind): MessageError {
  const known: ErrorDescription = describeError(code) ?? ERROR_CATALOGUE[kind === 'defect' ? 'FLOW_DEFECT' : 'ERP_REFUSED'];
  return {
    kind: kind ?? known.kind,
    code,
    reason: reason || known.meaning,
    owner: known.owner,
    fix: known.fix,
    ...(known.unblockCondition ? { unblockCondition: known.unblockCondition } : {}),
  };
}
