import { findingSchema, headers, problemSchema, refusals } from './problem.mjs';

/** Adds what is the same for every operation, so that no controller repeats it: refusals with their problem, standard headers. Throws on two operations of one name. */
export function completeDocument(document, api) {
  const components = (document.components ??= {});
  components.schemas = sorted({ ...components.schemas, Problem: problemSchema, Finding: findingSchema });
  components.headers = { ...headers };
  components.responses = Object.fromEntries(Object.entries(refusals).map(([status, refusal]) => [`Problem${status}`, problemResponse(refusal)]));
  const names = new Set();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (names.has(operation.operationId)) throw new Error(`two operations are called ${operation.operationId}`);
      names.add(operation.operationId);
      completeOperation(operation, method, path, api);
    }
  }
  dropUnused(document, 'responses');
  dropUnused(document, 'headers');
  return document;
}

function completeOperation(operation, method, path, api) {
  [operation.summary, operation.description] = titleAndText(operation.summary);
  showBodyExamples(operation);
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status < '400') response.headers = { ...response.headers, ...headersOf(['X-Correlation-Id', 'RateLimit', 'RateLimit-Policy', ...(api.headers ?? []), ...(operation.responses[304] ? ['ETag'] : [])]), ...(operation.responses[412] && { ETag: revisionTag }) };
    else operation.responses[status] = explained(status, response);
  }
  for (const status of refusalsOf(operation, method, path, api)) operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
}

function refusalsOf(operation, method, path, api) {
  const takesBody = operation.requestBody !== undefined;
  return [
    ...(takesBody || operation.parameters?.some((parameter) => parameter.in !== 'path') ? [400] : []),
    401, 403,
    ...(path.includes('{') ? [404] : []),
    ...(takesBody ? [413, 415] : []),
    429,
    ...(api.name.startsWith('system-') ? [...(method === 'get' ? [] : [422]), 502] : []),
    503,
  ];
}

/** The swagger plugin makes one text of a docstring: its first sentence is the title, without the full stop. */
function titleAndText(docstring = '') {
  const [, title, text] = /^(.*?)(?:\.?$|\.\s+(.*)$)/s.exec(docstring);
  return [title.replaceAll('\n', ' '), text];
}

/** A controller hands examples of its body over as the extension `x-body-examples`. */
function showBodyExamples(operation) {
  if (operation['x-body-examples'] === undefined) return;
  operation.requestBody.content['application/json'].examples = operation['x-body-examples'];
  delete operation['x-body-examples'];
}

/** Of an answer that shows what If-Match compares. */
const revisionTag = { description: 'Revision of what is answered; send it as If-Match.', schema: { type: 'string' } };

/** A refusal that a controller explains itself keeps its words and gets the problem as its body. */
const explained = (status, response) => ({ ...problemResponse(refusals[status]), description: response.description || refusals[status].description });

const problemResponse = ({ description, headers: names = [] }) => ({
  description,
  headers: headersOf(['X-Correlation-Id', ...names]),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const headersOf = (names) => Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function dropUnused(document, kind) {
  const text = JSON.stringify(document);
  for (const name of Object.keys(document.components[kind])) if (!text.includes(`#/components/${kind}/${name}"`)) delete document.components[kind][name];
}

const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
