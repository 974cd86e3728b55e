import type { RunningPart } from './index-page.js';

/** What the embedded shape runs, for the page at `/`. */
export const runningParts: readonly RunningPart[] = [
  { name: 'Process API', does: 'Takes the plant\'s commands in, and shows what became of them.', where: 'in this process', links: ['/openapi/process.json', '/docs'] },
  { name: 'Worker', does: 'Delivers accepted messages to the ERP, in order, once.', where: 'in this process' },
  { name: 'ERP system API', does: 'Governed access to the ERP of each site, in one vocabulary.', where: 'in this process', links: ['/openapi/system-erp.json', '/docs?urls.primaryName=system-erp'] },
  { name: 'MES system API', does: 'Hands job orders over to the MES of each site.', where: 'in this process', links: ['/openapi/system-mes.json', '/docs?urls.primaryName=system-mes'] },
  { name: 'Events', does: 'The log of what happened, in one order for every reader.', where: 'in this process and PostgreSQL', links: ['/openapi/asyncapi.yaml'] },
  { name: 'PostgreSQL', does: 'Keeps every message, event and credential.', where: 'a process of its own, this machine only', links: ['/health/ready'] },
  { name: 'Estate simulator', does: 'Plays the ERP and the MES of two demo plants, with a truth ledger beside them.', where: 'a process of its own, this machine only' },
  { name: 'Health and metrics', does: 'What an operator watches; the metrics need an API key.', where: 'in this process', links: ['/health/live', '/health/ready', '/metrics'] },
];
