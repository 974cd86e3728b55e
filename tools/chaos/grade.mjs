/**
 * What counts against the gateway. Everything that the judge has found, but for one thing: in an ERP that does not enforce its references a process that was frozen for longer than the settle window may have made a double, and that
 * must be told of. A double of which nobody was told counts as `silent`, whatever else is allowed.
 * @param verdict of the judge
 * @param alarms what the gateway itself tells of, by order
 * @param options of the run
 * @returns the counts with `silent`, and whether none counts against it
 */
export function grade({ counts, findings }, alarms, { longPauses, guarantee, sabotage }) {
  const silent = findings.filter(({ kind, orderNo }) => kind === 'duplicates' && !alarms.has(orderNo)).length;
  const isAllowed = longPauses && guarantee === 'R' && (sabotage === undefined || sabotage === 'silence');
  const against = { ...counts, duplicates: isAllowed ? 0 : counts.duplicates, silent };
  return { counts: { ...counts, silent }, isClean: Object.values(against).every((count) => count === 0) };
}
