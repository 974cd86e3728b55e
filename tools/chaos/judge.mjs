import { partsOf } from './parts.mjs';

const GIVEN_UP = ['discarded', 'annulled'];
const STANDING = ['posted', 'postedWithFollowUp'];

/**
 * Compares what was answered with 202 with what stands in the ERP. A report is known in the ERP by order, operation and its good quantity, which no other report of the operation has.
 * @param accepted the MES's own log, in the order of the answers
 * @param ledger the ERP's confirmations (feedbacks) and stock documents, in posting order
 * @param messages what the gateway says of each message, by kind and sender id; it counts only for what does not stand in the ERP
 * @returns counts, and every finding in words
 */
export function judge({ accepted, ledger: { feedbacks, stockDocs }, messages }) {
  const counts = { lost: 0, duplicates: 0, outOfOrder: 0, reversalsBeforeOriginals: 0, different: 0, notSent: 0, unfinished: 0, wronglyParked: 0 };
  const findings = [];
  const find = (kind, words, about) => {
    counts[kind] += 1;
    findings.push({ kind, words, ...about });
  };
  const reports = accepted.filter(({ type }) => type === 'report');
  const reversals = accepted.filter(({ type }) => type === 'reversal');
  const byContent = new Map(reports.map((report) => [contentKey(report.workOrderId, report.operationId, report.good), report]));
  const toBeTakenBack = new Set([...reversals.map(({ of }) => of), ...reports.flatMap(({ replaces }) => replaces ?? [])]);
  const stockByNumber = new Map(stockDocs.map((document) => [document.docNo, document]));
  const partsMoved = (feedback) => feedback.stockDocs.flatMap((number) => stockByNumber.get(number)?.lines ?? []);

  const places = new Map(feedbacks.map(({ fbNo }, at) => [fbNo, at]));
  const documentsOf = new Map(reports.map(({ id }) => [id, []]));
  const reportOf = new Map();
  for (const feedback of feedbacks.filter(({ cancels }) => cancels === '')) {
    const report = byContent.get(contentKey(feedback.orderNo, feedback.stepNo, feedback.asEntered.goodQty));
    if (report === undefined) {
      find('notSent', `${feedback.fbNo}: ${feedback.orderNo} ${feedback.stepNo}, ${feedback.asEntered.goodQty} good, was never answered with 202`, { orderNo: feedback.orderNo });
      continue;
    }
    reportOf.set(feedback.fbNo, report);
    const documents = documentsOf.get(report.id);
    if (documents.length > 0) find('duplicates', `${report.id} stands as ${documents[0].fbNo} and as ${feedback.fbNo}`, { id: report.id, orderNo: report.workOrderId });
    documents.push(feedback);
    for (const words of differences(report, feedback, partsMoved(feedback))) find('different', `${report.id}, ${feedback.fbNo}: ${words}`, { id: report.id });
  }

  const takenBack = new Map();
  for (const feedback of feedbacks.filter(({ cancels }) => cancels !== '')) {
    const { fbNo, cancels } = feedback;
    const report = reportOf.get(cancels);
    if (!places.has(cancels) || places.get(cancels) > places.get(fbNo)) find('reversalsBeforeOriginals', `${fbNo} cancels ${cancels}, which did not stand before`);
    if (takenBack.has(cancels)) find('duplicates', `${cancels} is cancelled by ${takenBack.get(cancels)} and by ${fbNo}`, { id: report?.id, orderNo: feedback.orderNo });
    takenBack.set(cancels, fbNo);
    if (report !== undefined && !toBeTakenBack.has(report.id)) find('notSent', `${fbNo} takes ${report.id} back, and nobody asked for that`);
    const original = feedbacks[places.get(cancels)];
    if (original !== undefined && !isOpposite(original, feedback, partsMoved)) find('different', `${fbNo} is not the opposite of ${cancels}`);
  }

  const stands = (id) => documentsOf.get(id)?.some(({ fbNo }) => !takenBack.has(fbNo)) ?? false;
  for (const report of reports) {
    const [document] = documentsOf.get(report.id);
    const message = messages.get(`productionConfirmation:${report.id}`);
    const state = message?.state ?? 'unknown to the gateway';
    const words = `${report.id} is ${state}${message?.error === undefined ? '' : ` (${message.error.code})`}`;
    if (message !== undefined && !isFinal(message)) find('unfinished', words, { id: report.id });
    if (document === undefined && (message === undefined || STANDING.includes(state))) find('lost', `${words}, and does not stand in the ERP`, { id: report.id });
    if (state === 'annulled' && !toBeTakenBack.has(report.id)) find('lost', `${words}, and nobody asked to take it back`, { id: report.id });
    if (state === 'discarded' && report.isBad !== true) find('lost', `${words}, and nobody at the desk did that`, { id: report.id });
    if (isWronglyParked(message, report.isBad === true)) find('wronglyParked', `${words}, and nothing of it was wrong`, { id: report.id });
    if (document === undefined || !GIVEN_UP.includes(state)) continue;
    if (stands(report.id)) find('different', `${words}, and stands in the ERP as ${document.fbNo}`, { id: report.id });
  }
  for (const wish of [...reversals.map(({ id, of }) => ({ id, of, message: messages.get(`confirmationReversal:${id}`) })), ...reports.flatMap(({ id, replaces }) => (replaces === undefined ? [] : [{ id, of: replaces, message: messages.get(`productionConfirmation:${id}`) }]))]) {
    const words = `the wish ${wish.id} to take ${wish.of} back is ${wish.message?.state ?? 'unknown to the gateway'}`;
    if (wish.message === undefined) find('lost', words, { id: wish.id });
    else if (!isFinal(wish.message)) find('unfinished', words, { id: wish.id });
    else if (isWronglyParked(wish.message, false)) find('wronglyParked', `${words} (${wish.message.error.code})`, { id: wish.id });
    else if (wish.message.state !== 'parked' && wish.message.state !== 'discarded' && stands(wish.of)) find('lost', `${words}, and ${wish.of} still stands`, { id: wish.id });
  }
  for (const lane of lanesOf(reports)) {
    let last = -1;
    for (const { id } of lane) {
      const [document] = documentsOf.get(id);
      if (document === undefined) continue;
      const place = places.get(document.fbNo);
      if (place < last) find('outOfOrder', `${id} (${document.fbNo}) stands before a report that was accepted earlier`, { id });
      last = Math.max(last, place);
    }
  }
  return { counts, findings, documents: feedbacks.length, parked: [...messages.values()].filter(({ state }) => state === 'parked').length };
}

const contentKey = (workOrderId, operationId, good) => `${workOrderId} ${operationId} ${good}`;
/** With a person means: parked with a reason, or held by such a one. */
const isFinal = ({ state, error, isHeld }) => GIVEN_UP.includes(state) || STANDING.includes(state) || (state === 'parked' && error !== undefined) || isHeld === true;
/** A person is asked about a lot that does not exist, and about a doubt that only an ERP's books can end; about nothing else. */
const isWronglyParked = (message, isBad) => message?.state === 'parked' && message.error !== undefined && !message.error.code.startsWith('DOUBT_') && !(isBad && message.error.code === 'LOT_UNKNOWN');

function lanesOf(reports) {
  const lanes = new Map();
  for (const report of reports) {
    const key = `${report.workOrderId} ${report.operationId}`;
    lanes.set(key, [...(lanes.get(key) ?? []), report]);
  }
  return lanes.values();
}

/** In which quantity or part the document differs from the report, in words. */
function differences(report, feedback, lines) {
  const found = [];
  const compare = (what, said, stands) => void (said === stands || found.push(`${what} was reported as ${said || 'nothing'} and stands as ${stands || 'nothing'}`));
  const { asEntered } = feedback;
  const scrap = report.scraps.reduce((sum, { pieces }) => sum + pieces, 0);
  compare('unit', 'PC', asEntered.goodUom);
  compare('good', `${report.good}`, feedback.goodQty);
  compare('scrap', report.scraps.map(({ reasonCode, pieces }) => `${pieces} PC ${reasonCode}`).sort().join(', '), asEntered.scraps.map(({ qty, uom, reason }) => `${qty} ${uom} ${reason}`).sort().join(', '));
  compare('scrap in all', `${scrap}`, feedback.scrapQty);
  compare('rework', `${report.rework}`, feedback.reworkQty);
  compare('open movements', '0', `${feedback.failedMoves.length}`);
  const expected = partsOf({ ...report, scrap });
  compare('parts', inWords(expected), inWords(movedAs(lines, expected)));
  return found;
}

/** Thousandths by movement, article and, where `like` names it, charge. */
function movedAs(lines, like) {
  const moved = new Map();
  for (const { moveType, artNo, charge, qty } of lines) {
    const named = `${moveType} ${artNo} ${charge}`;
    const key = like.has(named) ? named : `${moveType} ${artNo}`;
    moved.set(key, (moved.get(key) ?? 0n) + thousandths(qty));
  }
  return moved;
}

const OPPOSITE = { 261: '262', 101: '102' };

function isOpposite(original, cancelling, partsMoved) {
  const negative = (text) => (text === '0' ? '0' : `-${text}`);
  const sameQuantities = ['goodQty', 'scrapQty', 'reworkQty'].every((field) => cancelling[field] === negative(original[field]));
  const all = (lines, type) => inWords(movedAs(lines.map((line) => ({ ...line, moveType: type(line.moveType), artNo: `${line.artNo} ${line.charge}`, charge: '' })), new Map()));
  return sameQuantities && all(partsMoved(original), (type) => OPPOSITE[type]) === all(partsMoved(cancelling), (type) => type);
}

const inWords = (parts) => [...parts].map(([name, amount]) => `${name} ${amount}`).sort().join(', ');

/** Exact, of decimal text with at most three places. */
function thousandths(text) {
  const [whole, part = ''] = text.split('.');
  return BigInt(whole) * 1_000n + BigInt(part.padEnd(3, '0'));
}
