import { add, subtract, type PlantDate, type Quantity } from '@plantway/canonical';
import type { ErpConfirmationDocument, ErpPart, PostedQuantities, PostingReceipt } from '@plantway/ports';
import { MEASURES, quantitiesInWords, sameQuantities, scrapOf, type Measure } from './quantities.js';

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
export type Proposal = 'repost' | 'reverseSurplus' | 'adopt' | 'correctBook';

/** What a report adds to the gateway's own book, as `execution.correct_report` takes it. */
export type ReportEntry = Readonly<Record<string, unknown>>;

/** Who has to do what, and where, when nothing can be proposed here. The finding ends by itself once the books agree. */
export interface ToDo {
  readonly role: string;
  readonly words: string;
}

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
  /** For `adopt`: what counts as known from then on; of a document of ours with other quantities what it has more. */
  readonly document?: AdoptedDocument;
  /** For `correctBook`. */
  readonly report?: ReportEntry;
  /** Given when nothing is proposed. */
  readonly toDo?: ToDo;
}

const OVER_WITHOUT_POSTING = ['discarded', 'annulled'];

/** Both directions: what we posted is looked for in the ERP, and what the ERP has is looked for here. What is on its way or in doubt is no finding. The documents of an order must be complete. */
export function compareBooks({ parts, kept, adopted, documents }: Books): readonly BookFinding[] {
  const ours = new Set(parts.map(({ reference }) => reference));
  const known = new Map(adopted.map((document) => [document.number, document.amounts]));
  const byNumber = new Map(documents.map((document) => [document.number, document]));
  return [
    ...parts.flatMap((part) => findingsOfPart(part, { documents, byNumber, ours, known, parts })),
    ...documents.flatMap((document) => foreignDocument(document, { byNumber, ours, known })),
    ...keptFindings(parts, kept),
  ];
}

interface ErpSide {
  readonly documents: readonly ErpConfirmationDocument[];
  readonly byNumber: ReadonlyMap<string, ErpConfirmationDocument>;
  /** References of our writes. */
  readonly ours: ReadonlySet<string>;
  /** Amounts of adopted documents, by their numbers. */
  readonly known: ReadonlyMap<string, PostedQuantities>;
  /** Every write of the gateway. */
  readonly parts: readonly ReportedPart[];
}

function findingsOfPart(part: ReportedPart, erp: ErpSide): readonly BookFinding[] {
  const { messageId, messageState, workOrderId, operationId, confirmationId, reference, state, sent } = part;
  const about = { workOrderId, operationId, messageId, reference, ...(confirmationId === undefined ? {} : { confirmationId }) };
  const under = erp.documents.filter((document) => document.reference === reference);
  const report = `${part.kind === 'productionConfirmation' ? 'report' : 'reversal'} ${part.senderId} of ${part.sourceSystem} (message ${messageId})`;
  if (state === 'posting') return [];
  if (OVER_WITHOUT_POSTING.includes(messageState)) {
    if (sent.action !== 'confirm' || isBeingTakenBack(part, erp)) return [];
    return under.filter(({ reverses, reversedBy }) => reverses === undefined && reversedBy === undefined).map(({ number, entered }) => ({
      ...about, kind: 'givenUp', documentNumber: number, theirs: entered, proposal: 'reverseSurplus',
      words: `The ERP has document ${number} of ${report}, which was given up here (${messageState}).`,
    }));
  }
  if (state === 'planned') return [];
  if (under.length === 0) {
    const withIt = takenBack(part, erp);
    if (withIt === 'both') return [];
    const numbers = part.receipt?.documents.map(({ number }) => number).join(', ') ?? 'none';
    return [{
      ...about, kind: 'missing', words: `The ERP has no document of ${report} any more; it answered ${numbers} when it was posted.`,
      ...(sent.action === 'confirm' ? { ours: sentQuantities(sent) } : {}),
      ...(withIt === 'one' ? { toDo: { role: 'erpTeam', words: 'It is taken back, or being taken back: it is not sent again. See what is left of its reversal in the ERP. This ends by itself once neither of the two is there.' } } : { proposal: 'repost' }),
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
  return [...doubles, ...otherQuantities(first, sentQuantities(sent), { about, report, known: erp.known.get(first.number) })];
}

/** Whether a reversal of it is on its way, which is to take back what stands of it. */
function isBeingTakenBack({ sourceSystem, confirmationId }: ReportedPart, { parts }: ErpSide): boolean {
  const wishes = parts.filter((other) => other.kind === 'confirmationReversal' && other.sourceSystem === sourceSystem && other.confirmationId === confirmationId);
  return wishes.some(({ messageState, state }) => !OVER_WITHOUT_POSTING.includes(messageState) && state !== 'posted');
}

/** Whether a report and its reversal are both missing, and nothing is left to be put right; or whether one is missing of which the other still counts. Of a reversal alone nothing is said: it is sent again while its report stands. */
function takenBack({ kind, sourceSystem, confirmationId }: ReportedPart, { parts, documents }: ErpSide): 'both' | 'one' | 'no' {
  const others = parts.filter((other) => other.kind !== kind && other.sourceSystem === sourceSystem && other.confirmationId === confirmationId && !OVER_WITHOUT_POSTING.includes(other.messageState));
  if (confirmationId === undefined || others.length === 0) return 'no';
  const isThere = others.some(({ reference }) => documents.some((document) => document.reference === reference));
  if (kind === 'confirmationReversal') return isThere ? 'no' : 'both';
  return isThere || others.some(({ state }) => state !== 'posted') ? 'one' : 'both';
}

/** What the ERP has taken in otherwise than it was sent, beyond what counts as known of it. */
function otherQuantities({ number, workOrderId, operationId, entered, booked }: ErpConfirmationDocument, sent: PostedQuantities, { about, report, known }: {
  readonly about: Pick<BookFinding, 'workOrderId' | 'operationId'>; readonly report: string; readonly known: PostedQuantities | undefined;
}): readonly BookFinding[] {
  if (sameQuantities(known === undefined ? sent : together(sent, known), entered)) return [];
  const finding = { ...about, kind: 'quantity', documentNumber: number, ours: sent, theirs: entered } as const;
  const words = `Document ${number} of ${report} has ${quantitiesInWords(entered)}; sent was ${quantitiesInWords(sent)}.`;
  const isInOneUnit = MEASURES.every((measure) => entered[measure].unit === sent[measure].unit && booked[measure].unit === entered[measure].unit);
  if (isInOneUnit) {
    const more = (measure: Measure): Quantity => subtract(entered[measure], sent[measure]);
    return [{ ...finding, words: `${words} Agree, and the ERP's quantity counts; or somebody puts it right in the ERP.`, proposal: 'adopt', document: { number, workOrderId, operationId, amounts: { yield: more('yield'), scrap: more('scrap'), rework: more('rework') } } }];
  }
  return [{ ...finding, words, toDo: { role: 'erpTeam', words: `Put document ${number} right in the ERP, where it stands in another unit than it was sent in: reverse it there and enter ${quantitiesInWords(sent)} under the same reference. This ends by itself once both agree.` } }];
}

const together = (one: PostedQuantities, other: PostedQuantities): PostedQuantities => {
  const plus = (measure: Measure): Quantity => (one[measure].unit === other[measure].unit ? add(one[measure], other[measure]) : one[measure]);
  return { yield: plus('yield'), scrap: plus('scrap'), rework: plus('rework') };
};

function reversedBySomebody({ number, reversedBy = '' }: ErpConfirmationDocument, { about, report, erp }: { readonly about: Pick<BookFinding, 'workOrderId' | 'operationId'>; readonly report: string; readonly erp: ErpSide }): readonly BookFinding[] {
  const reversal = erp.byNumber.get(reversedBy);
  if (reversal === undefined || erp.known.has(reversedBy) || (reversal.reference !== undefined && erp.ours.has(reversal.reference))) return [];
  return [{
    ...about, kind: 'reversedInErp', documentNumber: reversedBy, theirs: reversal.booked, proposal: 'adopt', document: adoptable(reversal),
    words: `Document ${number} of ${report} was reversed in the ERP by ${reversedBy}${enteredBy(reversal)}; no reversal came through the gateway.`,
  }];
}

/** One that took itself back says nothing: neither of the two is known, and together they are nothing. */
function foreignDocument(document: ErpConfirmationDocument, { byNumber, ours, known }: Omit<ErpSide, 'documents' | 'parts'>): readonly BookFinding[] {
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
    if (ours === undefined) return [{ ...about, kind: 'notInBook', theirs, proposal: 'correctBook', report: reportEntry(part), words: `The gateway's own book lacks ${report}, which is posted with ${quantitiesInWords(theirs)}.` }];
    if (sameQuantities(ours, theirs)) return [];
    return [{ ...about, kind: 'bookDiffers', ours, theirs, proposal: 'correctBook', report: reportEntry(part), words: `The gateway's own book has ${quantitiesInWords(ours)} of ${report}, which was posted with ${quantitiesInWords(theirs)}.` }];
  });
}

/** The report as it was posted, in the shape of the gateway's own book. */
function reportEntry({ sourceSystem, sent }: ReportedPart): ReportEntry {
  if (sent.action !== 'confirm') return {};
  const { yield: good, scrap, rework } = sentQuantities(sent);
  return { ...sent.confirmation, sourceSystem, yield: good, scrap, rework };
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
