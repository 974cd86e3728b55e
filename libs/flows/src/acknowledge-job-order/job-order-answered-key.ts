/** Whoever needs to know what the MES says about a version of a job order waits under this key. */
export function jobOrderAnsweredKey(siteId: string, jobOrderId: string, version: number): string {
  return `job-order-answered:${siteId}:${jobOrderId}@${version}`;
}
