// Bare node:http with one INSERT, and so one commit, per request.
import { createServer } from 'node:http';
import { benchPool, readBody, replyStored, serve } from './bare-http.mjs';

const INSERT = `
  insert into bench.single_insert (confirmation_id, body)
  values ($1, $2)
      on conflict (confirmation_id) do nothing`;
const CONNECTIONS = 20;

const pool = benchPool(CONNECTIONS);
await pool.query('create table bench.single_insert (confirmation_id text primary key, body jsonb not null)');
serve(createServer(async (request, response) => {
  const text = await readBody(request);
  const { confirmationId } = JSON.parse(text);
  await pool.query({ name: 'insert', text: INSERT, values: [confirmationId, text] });
  replyStored(response, confirmationId);
}));
