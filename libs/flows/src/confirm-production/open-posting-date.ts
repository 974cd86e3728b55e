import { messageError, type PlantDate } from '@plantway/canonical';
import type { BusinessRefusal, CallOptions, ErpPart, ErpPort, RefusalDecision } from '@plantway/ports';

/**
 * The same part under the first open day on or after its posting date, for a site that wants it so. The note keeps both dates. Parks when no day is open, or
 * when the ERP says that the date is open and refuses it all the same.
 * @param reportedFor the date that was fixed at acceptance
 */
export async function underOpenDate(siteId: string, reportedFor: PlantDate, { part, code, reason }: BusinessRefusal<ErpPart>, erp: ErpPort, options: CallOptions): Promise<RefusalDecision<ErpPart>> {
  const refused = part && dateOf(part.payload);
  const open = refused && await firstOpenDay(siteId, refused, erp, options);
  if (part === undefined || open === undefined || open === refused) return { decision: 'park', error: messageError(code, reason) };
  return { decision: 'amend', payload: withDate(part.payload, open), note: `posted under ${open}, reported for ${reportedFor}: period closed` };
}

async function firstOpenDay(siteId: string, day: PlantDate, erp: ErpPort, options: CallOptions): Promise<PlantDate | undefined> {
  const { items } = await erp.postingPeriods(siteId, options);
  const open = items.filter(({ status, endsOn }) => status === 'open' && endsOn >= day).map(({ startsOn }) => (startsOn > day ? startsOn : day));
  return open.sort()[0];
}

function dateOf(part: ErpPart): PlantDate | undefined {
  switch (part.action) {
    case 'confirm': return part.confirmation.postingDate;
    case 'reverse': return part.postingDate;
    case 'consume': return part.postingDate;
    default: return undefined;
  }
}

function withDate(part: ErpPart, postingDate: PlantDate): ErpPart {
  switch (part.action) {
    case 'confirm': return { ...part, confirmation: { ...part.confirmation, postingDate } };
    case 'reverse': return { ...part, postingDate };
    case 'consume': return { ...part, postingDate };
    default: return part;
  }
}
