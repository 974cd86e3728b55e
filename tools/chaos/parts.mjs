/** What each good or scrapped piece uses up by the parts list, in thousandths of the base unit of the component. */
const USED_UP = { 'FG-100 0010': { 'RM-1': 750n }, 'FG-100 0020': { 'CP-2': 2_000n }, 'FG-300 0010': { 'RM-2': 400n, 'RM-3': 50n }, 'FG-300 0020': { 'CP-3': 1_000n } };

/** What a report must move in the ERP: thousandths by "movement article charge", where the charge is named only if the report names it. */
export function partsOf({ itemId, operationId, good, scrap, lotId, packing, rawLot }) {
  const parts = new Map();
  const pieces = BigInt(good) + BigInt(scrap);
  for (const [component, each] of Object.entries(USED_UP[`${itemId} ${operationId}`])) parts.set(`261 ${component}${component === 'RM-1' && rawLot !== undefined ? ` ${rawLot}` : ''}`, pieces * each);
  if (packing > 0) parts.set('261 PK-1', BigInt(packing) * 1_000n);
  if (operationId === '0020') parts.set(`101 ${itemId}${lotId === undefined ? '' : ` ${lotId}`}`, BigInt(good) * 1_000n);
  return parts;
}
