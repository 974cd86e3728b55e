/** What somebody does so that the judge must speak: in the ERP past the gateway, or in the MES's own notes. @returns the log as the judge shall read it */
export async function sabotage(kind, { accepted, erp }) {
  const { feedbacks } = await erp.ledger();
  const victim = feedbacks.findLast(({ cancels, cancelledBy, stepNo, orderNo }) => cancels === '' && cancelledBy === '' && stepNo === '0010' && accepted.some(({ workOrderId, operationId }) => workOrderId === orderNo && operationId === stepNo));
  const again = (reference, scraps) => ({ extRef: reference, orderNo: victim.orderNo, stepNo: victim.stepNo, bookDate: victim.bookDate, ...victim.asEntered, scraps });
  switch (kind) {
    case 'duplicate':
    case 'silence':
      await erp.post('feedbacks', again(victim.extRef, victim.asEntered.scraps));
      return accepted;
    case 'drift':
      await erp.post(`feedbacks/${victim.fbNo}/cancel`, { extRef: 'clerk-back', bookDate: victim.bookDate });
      await erp.post('feedbacks', again('clerk-again', [...victim.asEntered.scraps, { qty: '1', uom: 'PC', reason: 'POROSITY' }]));
      return accepted;
    case 'lose': return [...accepted, { ...accepted.find(({ isBase }) => isBase), isBase: false, id: 'answered-and-lost', good: 7 }];
    default: {
      const [first, second] = neighbours(accepted, feedbacks);
      return accepted.map((entry) => (entry === first ? second : entry === second ? first : entry));
    }
  }
}

/** Two reports of a lane that both stand. */
function neighbours(accepted, feedbacks) {
  const standing = new Set(feedbacks.map(({ orderNo, stepNo, asEntered }) => `${orderNo} ${stepNo} ${asEntered.goodQty}`));
  const last = new Map();
  for (const report of accepted.filter(({ type, workOrderId, operationId, good }) => type === 'report' && standing.has(`${workOrderId} ${operationId} ${good}`))) {
    const lane = `${report.workOrderId} ${report.operationId}`;
    if (last.has(lane)) return [last.get(lane), report];
    last.set(lane, report);
  }
  throw new Error('no lane has two reports that stand');
}
