// The ERP of the delivery bench: answers every post after 2 ms, and judges what came: each confirmation once, and those of a lane in their order.
// Over IPC: 'begin' -> { begun }, 'verdict' -> { received, twice, outOfOrder }.
import { createServer } from 'node:http';

const ANSWERS_AFTER_MS = 2;
let ids = new Set();
let places = new Map();
let twice = 0;
let outOfOrder = 0;

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const { part: { confirmation }, reference } = JSON.parse(text);
    judge(confirmation);
    const receipt = { reference, backend: 'bench', documents: [{ type: 'confirmation', number: confirmation.confirmationId }], postedAt: new Date().toISOString() };
    setTimeout(reply, ANSWERS_AFTER_MS, response, JSON.stringify(receipt));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

function reply(response, text) {
  response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

function judge({ confirmationId, laneKey, place }) {
  if (ids.has(confirmationId)) twice += 1;
  ids.add(confirmationId);
  if ((places.get(laneKey) ?? 0) + 1 !== place) outOfOrder += 1;
  places.set(laneKey, place);
}

process.on('message', (question) => {
  if (question === 'verdict') process.send({ received: ids.size, twice, outOfOrder });
  if (question !== 'begin') return;
  [ids, places, twice, outOfOrder] = [new Set(), new Map(), 0, 0];
  process.send({ begun: true });
});
