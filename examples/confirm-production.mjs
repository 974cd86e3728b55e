// Confirms an operation with the typed client and follows it until the ERP has it. Start the gateway first: npm start -- --idle
import { readFileSync } from 'node:fs';
import { createProcessClient } from '../dist/libs/clients/src/index.js';

const { baseUrl, keys } = JSON.parse(readFileSync('.plantway/credentials.json', 'utf8'));
const plantway = createProcessClient({ baseUrl, apiKey: keys.mes });
const now = new Date().toISOString();
const confirmationId = `example-${Date.now()}`;

const { data: accepted } = await plantway.confirmProduction({
  path: { siteId: 'BER1' },
  body: { confirmationId, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', yield: { value: '5', unit: 'H87' }, startedAt: now, finishedAt: now },
});
console.log(`accepted as message ${accepted.messageId}`);

const FINAL = ['posted', 'postedWithFollowUp', 'parked', 'discarded', 'annulled'];
for (let state = accepted.state; !FINAL.includes(state);) {
  const { data: message } = await plantway.readMessage({ path: { siteId: 'BER1', messageId: accepted.messageId } });
  if (message.state !== state) console.log(message.state, message.error?.reason ?? '', message.erp?.documents ?? '');
  state = message.state;
  await new Promise((resolve) => setTimeout(resolve, 200));
}
