import { subtract, type PlantDate } from '@plantway/canonical';
import type { ErpConfirmationDocument, ErpPart, PostedQuantities, PostingReceipt } from '@plantway/ports';
import { quantitiesInWords, sameQuantities, scrapOf } from './quantities.js';

/** One write that a report, or a reversal, was planned into. */
export interface ReportedPart {
  readonly messageId: string;
  readonly kind: 'productionConfirmation' | 'confirmationReversal';
  readonly messageState: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly confirmationId?: string;
  readonly productionDay: PlantDate;
  readonly reference: string;
  /** `posting`: it is on its way or in doubt. */
  readonly state: 'planned' | 'posting' | 'posted';
  readonly receipt?: PostingReceipt;
  readonly sent: ErpPart;
}

/** What the gateway's own book says that a report has added. */
export interface KeptReport {
  readonly messageId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly amounts: PostedQuantities;
  readonly isReversed: boolean;
}

/** A document of somebody else that counts as known; of a reversal the amounts are below zero. */
export interface AdoptedDocument {
  readonly number: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly amounts: PostedQuantities;
}

/** Everything that both sides have of some orders. */
export interface Books {
  readonly parts: readonly ReportedPart[];
  readonly kept: readonly KeptReport[];
  readonly adopted: readonly AdoptedDocument[];
  readonly documents: readonly ErpConfirmationDocument[];
}

/**
 * `missing`: posted here, and the ERP has no such document. `double`: more than one document of one write. `quantity`: the ERP has taken in other quantities. `reversedInErp`: somebody else has reversed it.
 * `foreign`: a document that did not come through the gateway. `givenUp`: a document of a message that was given up. `notInBook`, `bookDiffers`: the gateway's own book says less or something else than what was posted.
 */
export type BookFindingKind = 'missing' | 'double' | 'quantity' | 'reversedInErp' | 'foreign' | 'givenUp' | 'notInBook' | 'bookDiffers';

/** What can be done about a finding without anybody working in the ERP. */
export type Proposal = 'repost' | 'reverseSurplus' | 'adopt';

/** One thing in which the books do not agree, in words for a person. */
export interface BookFinding {
  readonly kind: BookFindingKind;
  readonly words: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly messageId?: string;
  readonly confirmationId?: string;
  readonly reference?: string;
  readonly documentNumber?: string;
  readonly ours?: PostedQuantities;
  readonly theirs?: PostedQuantities;
  readonly proposal?: Proposal;
  /** For `adopt`: what counts as known from then on. */
  readonly document?: AdoptedDocument;
}

const OVER_WITHOUT_POSTING = ['discarded', 'annulled'];

/** Both directions: what we posted is looked for in the ERP, and what the ERP has is looked for here. What is on its way or in doubt is no finding. The documents of an order must be complete. */
export function compareBooks({ parts, kept, adopted, documents }: Books): readonly BookFinding[] {
  const ours = new Set(parts.map(({ reference }) => reference));
  const known = new Set(adopted.map(({ number }) => number));
  const byNumber = new Map(documents.map((document) => [document.number, document]));
  return [
    ...parts.flatMap((part) => findingsOfPart(part, { documents, byNumber, ours, known })),
    ...documents.flatMap((document) => foreignDocument(document, { byNumber, ours, known })),
    ...keptFindings(parts, kept),
  ];
}

interface ErpSide {
  readonly documents: readonly ErpConfirmationDocument[];
  readonly byNumber: ReadonlyMap<string, ErpConfirmationDocument>;
  /** References of our writes. */
  readonly ours: ReadonlySet<string>;
  /** Numbers of adopted documents. */
  readonly known: ReadonlySet<string>;
}

function findingsOfPart(part: ReportedPart, erp: ErpSide): readonly BookFinding[] {
  const { messageId, messageState, workOrderId, operationId, confirmationId, reference, state, sent } = part;
  const about = { workOrderId, operationId, messageId, reference, ...(confirmationId === undefined ? {} : { confirmationId }) };
  const under = erp.documents.filter((document) => document.reference === reference);
  const report = `${part.kind === 'productionConfirmation' ? 'report' : 'reversal'} ${part.senderId} of ${part.sourceSystem} (message ${messageId})`;
  if (state === 'planned') {
    const standing = under.filter(({ reverses, reversedBy }) => reverses === undefined && reversedBy === undefined);
    if (!OVER_WITHOUT_POSTING.includes(messageState) || sent.action !== 'confirm') return [];
    return standing.map(({ number, entered }) => ({
      ...about, kind: 'givenUp', documentNumber: number, theirs: entered, proposal: 'reverseSurplus',
      words: `The ERP has document ${number} of ${report}, which was given up here (${messageState}).`,
    }));
  }
  if (state === 'posting') return [];
  if (under.length === 0) {
    const numbers = part.receipt?.documents.map(({ number }) => number).join(', ') ?? 'none';
    return [{
      ...about, kind: 'missing', words: `The ERP has no document of ${report} any more; it answered ${numbers} when it was posted.`,
      ...(sent.action === 'confirm' ? { ours: sentQuantities(sent), proposal: 'repost' } : {}),
    }];
  }
  if (sent.action !== 'confirm') return [];
  const standing = under.filter(({ reversedBy }) => reversedBy === undefined);
  const receipts = new Set(part.receipt?.documents.map(({ number }) => number));
  const first = standing.find(({ number }) => receipts.has(number)) ?? standing[0];
  if (first === undefined) return under.flatMap((document) => reversedBySomebody(document, { about, report, erp }));
  const doubles = standing.filter(({ number }) => number !== first.number).map(({ number, entered }): BookFinding => ({
    ...about, kind: 'double', documentNumber: number, theirs: entered, proposal: 'reverseSurplus', words: `The ERP has ${report} twice: ${first.number} and ${number} under one reference.`,
  }));
  const sentAmounts = sentQuantities(sent);
  if (sameQuantities(sentAmounts, first.entered)) return doubles;
  return [...doubles, {
    ...about, kind: 'quantity', documentNumber: first.number, ours: sentAmounts, theirs: first.entered,
    words: `Document ${first.number} of ${report} has ${quantitiesInWords(first.entered)}; sent was ${quantitiesInWords(sentAmounts)}.`,
  }];
}

function reversedBySomebody({ number, reversedBy = '' }: ErpConfirmationDocument, { about, report, erp }: { readonly about: Pick<BookFinding, 'workOrderId' | 'operationId'>; readonly report: string; readonly erp: ErpSide }): readonly BookFinding[] {
  const reversal = erp.byNumber.get(reversedBy);
  if (reversal === undefined || erp.known.has(reversedBy) || (reversal.reference !== undefined && erp.ours.has(reversal.reference))) return [];
  return [{
    ...about, kind: 'reversedInErp', documentNumber: reversedBy, theirs: reversal.booked, proposal: 'adopt', document: adoptable(reversal),
    words: `Document ${number} of ${report} was reversed in the ERP by ${reversedBy}${enteredBy(reversal)}; no reversal came through the gateway.`,
  }];
}

/** One that took itself back says nothing: neither of the two is known, and together they are nothing. */
function foreignDocument(document: ErpConfirmationDocument, { byNumber, ours, known }: Omit<ErpSide, 'documents'>): readonly BookFinding[] {
  const { number, reference, workOrderId, operationId, reverses, reversedBy, booked } = document;
  if (known.has(number) || (reference !== undefined && ours.has(reference))) return [];
  if (reverses !== undefined && !known.has(reverses)) return []; // of ours it is told with what it reverses
  if (reversedBy !== undefined && !known.has(reversedBy) && isForeign(byNumber.get(reversedBy), ours)) return [];
  return [{
    kind: 'foreign', workOrderId, operationId, documentNumber: number, theirs: booked, proposal: 'adopt', document: adoptable(document), ...(reference === undefined ? {} : { reference }),
    words: `The ERP has ${reverses === undefined ? 'a confirmation' : `a reversal of ${reverses}`} that did not come through the gateway: document ${number}${enteredBy(document)}, ${quantitiesInWords(booked)}.`,
  }];
}

const isForeign = (document: ErpConfirmationDocument | undefined, ours: ReadonlySet<string>): boolean => document?.reference === undefined || !ours.has(document.reference);

function keptFindings(parts: readonly ReportedPart[], kept: readonly KeptReport[]): readonly BookFinding[] {
  const inBook = new Map(kept.map((report) => [report.messageId, report]));
  const posted = parts.filter(({ kind, messageState }) => kind === 'productionConfirmation' && (messageState === 'posted' || messageState === 'postedWithFollowUp'));
  return posted.flatMap((part): readonly BookFinding[] => {
    const { messageId } = part;
    const isOneOfSeveral = posted.some((other) => other !== part && other.messageId === messageId);
    if (isOneOfSeveral || part.state !== 'posted' || part.sent.action !== 'confirm') return []; // a report of several writes is kept as a whole
    const { workOrderId, operationId, confirmationId, reference, senderId, sourceSystem } = part;
    const about = { workOrderId, operationId, messageId, reference, ...(confirmationId === undefined ? {} : { confirmationId }) };
    const theirs = sentQuantities(part.sent);
    const ours = inBook.get(messageId)?.amounts;
    const report = `report ${senderId} of ${sourceSystem} (message ${messageId})`;
    if (ours === undefined) return [{ ...about, kind: 'notInBook', theirs, words: `The gateway's own book lacks ${report}, which is posted with ${quantitiesInWords(theirs)}.` }];
    if (sameQuantities(ours, theirs)) return [];
    return [{ ...about, kind: 'bookDiffers', ours, theirs, words: `The gateway's own book has ${quantitiesInWords(ours)} of ${report}, which was posted with ${quantitiesInWords(theirs)}.` }];
  });
}

function sentQuantities({ confirmation: { yield: good, scrap, rework } }: Extract<ErpPart, { readonly action: 'confirm' }>): PostedQuantities {
  return { yield: good, scrap: scrapOf(scrap.map(({ quantity }) => quantity), good.unit), rework: rework ?? { value: '0', unit: good.unit } };
}

function adoptable({ number, workOrderId, operationId, booked, reverses }: ErpConfirmationDocument): AdoptedDocument {
  const signed = (amount: PostedQuantities['yield']): PostedQuantities['yield'] => (reverses === undefined ? amount : subtract({ value: '0', unit: amount.unit }, amount));
  return { number, workOrderId, operationId, amounts: { yield: signed(booked.yield), scrap: signed(booked.scrap), rework: signed(booked.rework) } };
}

function enteredBy({ enteredBy: user, enteredAt }: ErpConfirmationDocument): string {
  return `${user === undefined ? '' : ` by ${user}`} at ${enteredAt}`;
}
