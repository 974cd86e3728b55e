/**
 * Whether a quiet run is clean, by what MES, ERP and ledger each say for themselves. Every line that is not true is a failure in words; none means clean.
 */
export async function failures(plants, siteIds, planned, { faults, late }) {
  const found = [];
  const check = (holds, otherwise) => void (holds || found.push(otherwise));
  const grade = await plants.grade();
  check(grade.clean, `the ledger has ${grade.findings.length} findings`);
  for (const siteId of siteIds.filter((each) => planned.some((row) => row.siteId === each))) {
    const [book, documents] = [await plants.mesBook(siteId), await plants.erpLedger(siteId)];
    const totals = grade.totals[siteId] ?? { reports: 0, reversals: 0, confirmations: 0, reversingConfirmations: 0, stockDocuments: 0, costEntries: 0 };
    check(book.isQuiet && book.unanswered === 0, `${siteId}: the MES still has something to do or to say`);
    check(book.counts.refused === 0, `${siteId}: the gateway refused ${book.counts.refused} of the MES's calls`);
    check(totals.reports > 0, `${siteId}: the ledger heard of no report`);
    check((totals.consumptions ?? 0) === book.counts.consumptions, `${siteId}: the MES told of ${book.counts.consumptions} consumptions, the ledger heard of ${totals.consumptions}`);
    check(totals.reports === book.counts.reports, `${siteId}: the MES made ${book.counts.reports} reports, the ledger heard of ${totals.reports}`);
    for (const [name, inLedger, inErp] of [
      ['confirmations', totals.confirmations + totals.reversingConfirmations, documents.feedbacks.length], ['stock documents', totals.stockDocuments, documents.stockDocs.length],
      ['cost entries', totals.costEntries, documents.costEntries.length],
    ]) check(inLedger === inErp, `${siteId}: the ERP has ${inErp} ${name}, the ledger heard of ${inLedger}`);
    check((totals.explained ?? 0) === (late.explained[siteId] ?? 0), `${siteId}: the supervisor explained ${late.explained[siteId] ?? 0} messages, the ledger heard of ${totals.explained}`);
    for (const failure of await ordersThatDiffer(plants, siteId, book, planned, late)) found.push(failure);
  }
  for (const [name, times] of Object.entries(faults?.met ?? {})) check(times > 0, `nothing met the fault ${name}: the run proves nothing about it, take more orders`);
  return { found, grade };
}

/** What the floor made, beside what the ERP's own order says; a correction that was given up is in the one and not in the other. */
async function ordersThatDiffer(plants, siteId, book, planned, late) {
  const found = [];
  const made = new Map(book.orders.map((order) => [order.workOrderId, order]));
  const ofSite = (rows) => rows.filter((row) => row.siteId === siteId);
  for (const workOrderId of new Set([...ofSite(planned).map(({ order }) => order.workOrderId), ...ofSite(late.standing).map((each) => each.workOrderId)])) {
    const { body: inErp } = await plants.systemErp('planner', `/sites/${siteId}/work-orders/${workOrderId}`);
    const onFloor = made.get(workOrderId);
    if (onFloor === undefined) found.push(`${workOrderId} never reached the MES`);
    for (const { operationId, good, scrapped } of onFloor?.operations ?? []) {
      const operation = (inErp.value ?? inErp).operations.find((each) => each.operationId === operationId);
      const [yieldInErp, scrapInErp] = [Number(operation?.yieldConfirmed.value), Number(operation?.scrapConfirmed.value)];
      const more = late.standingAt(siteId, workOrderId, operationId);
      if (yieldInErp !== Number(good) + more.good || scrapInErp !== Number(scrapped) + more.scrapped) found.push(`${workOrderId} ${operationId}: the floor made ${good} and scrapped ${scrapped}, the ERP has ${yieldInErp} and ${scrapInErp}`);
    }
  }
  return found;
}
