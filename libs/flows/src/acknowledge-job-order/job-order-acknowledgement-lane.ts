/** Answers to one version of a job order keep their order of acceptance; a newer version does not wait for what was said about an older one. */
export function jobOrderAcknowledgementLane(siteId: string, jobOrderId: string, version: number): string {
  return `jobOrderAcknowledgement:${siteId}:${jobOrderId}:${version}`;
}
