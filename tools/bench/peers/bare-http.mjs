// What the two bare servers share.
import pg from 'pg';

export function benchPool(max) {
  return new pg.Pool({ ...JSON.parse(process.env.BENCH_DATABASE), max });
}

export function readBody(request) {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}

export function replyStored(response, confirmationId) {
  const answer = JSON.stringify({ messageId: confirmationId, state: 'accepted' });
  response.writeHead(202, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
}

export function serve(server) {
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}
