/** The two documents for people that are made from data. Node runs the TypeScript files as they are: they hold data and type imports only. */
const { ERROR_CATALOGUE } = await import('../libs/canonical/src/error-catalogue.ts');
const { UNBLOCK_CONDITIONS } = await import('../libs/canonical/src/unblock-condition.ts');
const { ACCESS_CASES, BUSINESS_CASES, SHAPE_CASES } = await import('../test/journeys/bad-input-cases.ts');

const table = (heads, rows) => [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
const code = (text) => `\`${text}\``;

export function errorsDocument() {
  const rows = Object.entries(ERROR_CATALOGUE).map(([name, { kind, status, owner, unblock, meaning, fix, unblockCondition }]) =>
    [code(name), status, kind, owner, meaning, fix, unblockCondition ? `${code(unblock)}: ${unblockCondition}` : code(unblock)]);
  return `<!-- Generated from libs/canonical/src/error-catalogue.ts by \`npm run generate\`: do not edit. -->
# Error codes

Every code that Plantway answers, in a problem (\`code\`) or as the reason of a message (\`error.code\`). A code is never reused for something else.
Status is the HTTP answer when a caller meets the error directly; a stored message shows the code instead. Owner is who can do something about it.
What an ERP calls the same is told in its own words (\`libs/native-errors\`).

${table(['Code', 'Status', 'Kind', 'Owner', 'What it means', 'What to do', 'Goes on'], rows)}

## When it goes on

The last column names one of these. Where it says more, a message waits for just that.

${table(['Condition', 'It goes on'], Object.entries(UNBLOCK_CONDITIONS).map(([name, words]) => [code(name), words]))}
`;
}

export function badInputDocument() {
  return `<!-- Generated from test/journeys/bad-input-cases.ts by \`npm run generate\`: do not edit. -->
# Bad input: case and answer

What \`POST /process/v1/sites/{siteId}/production-confirmations\` does with a request that is wrong. These rows are the data of the test
\`test/journeys/bad-input.spec.ts\`. Every code is explained in [errors.md](errors.md).

## The request is wrong

Answered as \`application/problem+json\`; \`findings\` names each place as a JSON pointer (empty: the whole body) and says what to do. Nothing is stored, nothing is sent to an ERP.

${table(['Case', 'Status', 'Code', 'Findings'], [...SHAPE_CASES, ...ACCESS_CASES].map(({ name, status, code: problem, findings }) => [name, status, code(problem), findings.map((path) => code(path || '(body)')).join(', ')]))}

## The state of the business is against it

The plant reports a physical fact: it is stored and answered with 202; then the message waits for a condition, is tried again, or is parked for a person.

${table(['Case', 'Status', 'Then the message is', 'Reason'], BUSINESS_CASES.map(({ name, status, stored }) => [name, status, code(stored.state), code(stored.code)]))}
`;
}
