import type { SystemFamily } from '../system-fact.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import { deedsOf } from './site-record.js';
import type { SiteRecord } from './site-record.js';

/** Judges whether all was told of the systems beside ERP and MES, whether the gateway took what they said, and whether it asked any of them, or the ERP, twice. */
export function gradeSystems(record: SiteRecord): readonly Finding[] {
  const { siteId, families, balances } = record;
  return [
    ...families.flatMap((family) => gradeTelling(record, family)),
    ...families.flatMap((family) => deedsOf(record, family, 'saidInVain')).map(({ family, senderId, code, detail }): Finding => ({
      kind: 'lost', siteId, senderId, what: `The gateway will never take ${senderId} of the ${family}: ${detail}`, expected: 'accepted', found: code,
    })),
    ...askedTwice(siteId, 'replan request', deedsOf(record, 'aps', 'replanAsked').map(({ replanRequestId, reference }) => ({ id: replanRequestId, reference }))),
    ...askedTwice(siteId, 'nonconformity', deedsOf(record, 'qms', 'nonconformityTaken').map(({ nonconformityId, reference }) => ({ id: nonconformityId, reference }))),
    ...(balances?.repeatedReferences ?? []).map((reference): Finding => ({ kind: 'duplicated', siteId, reference, what: `The ERP has done more than one thing under reference ${reference}.`, expected: '1', found: 'several' })),
  ];
}

function gradeTelling({ siteId, systemStatus, deeds }: SiteRecord, family: SystemFamily): readonly Finding[] {
  const status = systemStatus.get(family);
  const incomplete = (what: string, expected: string, found: string): Finding => ({ kind: 'incomplete', siteId, what, expected, found });
  if (status === undefined) return [incomplete(`The ${family} of ${siteId} was never heard of.`, 'how far it is', 'nothing')];
  const heard = deeds.get(family)?.length ?? 0;
  return [
    ...(status.unanswered > 0 ? [incomplete(`${status.unanswered} of what the ${family} of ${siteId} said has no answer.`, '0', String(status.unanswered))] : []),
    ...(heard < status.facts ? [incomplete(`The ${family} of ${siteId} did ${status.facts} things, and ${heard} of them were told.`, String(status.facts), String(heard))] : []),
  ];
}

function askedTwice(siteId: string, what: string, asked: readonly { readonly id: string; readonly reference: string }[]): readonly Finding[] {
  return [...grouped(asked, ({ id }) => id)].filter(([, each]) => each.length > 1).map(([id, each]) => ({
    kind: 'duplicated', siteId, senderId: id, what: `The ${what} ${id} was sent under ${each.length} references.`, expected: '1', found: each.map(({ reference }) => reference).join(', '),
  }));
}
