// Load for a bench, in a process of its own: keeps one request in flight on each connection and measures each answer's time.
// Over IPC: { port, path, headers, connections, seconds, run, first } -> { requests, failures, seconds, p50, p99, next }.
import { connect } from 'node:net';
import { confirmationBodies } from './confirmation-body.mjs';

process.on('message', async (order) => process.send(await load(order).catch((error) => ({ error: error.stack }))));

async function load({ port, path, headers, connections, seconds, run, first }) {
  const body = confirmationBodies(run);
  const head = [`POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body(0))}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  const times = [];
  const failures = {};
  let next = first;
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(Array.from({ length: connections }, () => keepAsking()));
  const took = (performance.now() - began) / 1_000;
  const sorted = Float64Array.from(times).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { requests: times.length, failures, seconds: took, p50: at(0.5), p99: at(0.99), next };

  function keepAsking() {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let sentAt;
      let received = '';
      const ask = () => {
        if (performance.now() >= end) return socket.end(resolve);
        sentAt = performance.now();
        socket.write(head + body(next++));
      };
      socket.setEncoding('latin1');
      socket.on('connect', ask);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`the server closed a connection after: ${received.slice(0, 500)}`)));
      socket.on('data', (chunk) => {
        received += chunk;
        const headEnd = received.indexOf('\r\n\r\n');
        if (headEnd === -1) return;
        const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnd));
        if (length === null) return reject(new Error(`an answer without Content-Length: ${received.slice(0, 500)}`));
        if (received.length < headEnd + 4 + Number(length[1])) return;
        if (received[9] === '2') times.push(performance.now() - sentAt);
        else failures[received.slice(9, 12)] = (failures[received.slice(9, 12)] ?? 0) + 1;
        received = '';
        ask();
      });
    });
  }
}
