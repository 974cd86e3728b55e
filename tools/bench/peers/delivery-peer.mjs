// What the contenders of the delivery bench share: how one confirmation is posted, and how they are asked.
import { Agent, request } from 'node:http';
import { SystemErpClient } from '../../../dist/libs/clients/src/index.js';
import { deliveryWork } from '../delivery-work.mjs';

export const concurrency = Number(process.env.BENCH_CONCURRENCY);
export const database = JSON.parse(process.env.BENCH_DATABASE ?? 'null');
const port = Number(process.env.BENCH_ERP_PORT);

/** Posts `{ part, reference }` on a connection that is kept, and answers the receipt: by bare node:http, or by the gateway's own client of an ERP system API. */
export const post = process.env.BENCH_CLIENT === 'gateway' ? byGatewaysClient() : byBareHttp();

function byBareHttp() {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  return (part, reference) => new Promise((resolve, reject) => {
    const body = JSON.stringify({ part, reference });
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/confirmations', agent, headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => (response.statusCode === 201 ? resolve(JSON.parse(text)) : reject(new Error(`HTTP ${response.statusCode}`))));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function byGatewaysClient() {
  const client = new SystemErpClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'bench' });
  return (part, reference, options) => client.post(part, reference, options);
}

export const partOf = (confirmation) => ({ partId: 'confirmation', action: 'confirm', confirmation });

/** Answers { run, count } with { prepared } after `prepare(work)`, and 'deliver' with { seconds } of `deliver()`; other questions by what is in `more`. */
export function serveBench({ prepare, deliver, more = {} }) {
  process.on('message', async (question) => {
    if (question === 'cpu') return;
    try {
      if (question === 'deliver') process.send({ seconds: await timed(deliver) });
      else if (typeof question === 'string') process.send(await more[question]());
      else process.send({ prepared: await prepare(deliveryWork(question.run, question.count)) ?? true });
    } catch (error) {
      process.send({ error: error.stack });
    }
  });
  process.send({ ready: true });
}

export async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

/** Takes the rest of `list`, `concurrency` at a time. */
export async function inParallel(list, each) {
  let next = 0;
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (next < list.length) await each(list[next++]);
  }));
}
