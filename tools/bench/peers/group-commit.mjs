// The limit: bare node:http that shares one INSERT among all requests that wait. No access, no validation, no events, no tests for anything.
import { createServer } from 'node:http';
import { benchPool, readBody, replyStored, serve } from './bare-http.mjs';

const INSERT = `
  insert into bench.group_commit (confirmation_id, body)
  select body->>'confirmationId', body
    from jsonb_array_elements($1::jsonb) as row (body)
      on conflict (confirmation_id) do nothing`;
const ROWS_AT_ONCE = 64;
const STATEMENTS_IN_FLIGHT = 2;
const GATHER_MS = 2;

const pool = benchPool(STATEMENTS_IN_FLIGHT);
let waiting = [];
let inFlight = 0;
let timer;

function commitWaiting() {
  clearTimeout(timer);
  timer = undefined;
  while (inFlight < STATEMENTS_IN_FLIGHT && waiting.length > 0) {
    const batch = waiting.splice(0, ROWS_AT_ONCE);
    inFlight++;
    pool.query({ name: 'insert', text: INSERT, values: [`[${batch.map(({ text }) => text).join(',')}]`] })
      .then(() => batch.forEach(({ stored }) => stored()), (error) => batch.forEach(({ refused }) => refused(error)))
      .finally(() => {
        inFlight--;
        commitWaiting();
      });
  }
}

function store(text) {
  return new Promise((stored, refused) => {
    waiting.push({ text, stored, refused });
    if (waiting.length >= ROWS_AT_ONCE) commitWaiting();
    else timer ??= setTimeout(commitWaiting, GATHER_MS);
  });
}

await pool.query('create table bench.group_commit (confirmation_id text primary key, body jsonb not null)');
serve(createServer(async (request, response) => {
  const text = await readBody(request);
  const { confirmationId } = JSON.parse(text);
  await store(text);
  replyStored(response, confirmationId);
}));
