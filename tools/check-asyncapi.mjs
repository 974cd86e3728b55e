// Validates openapi/asyncapi.yaml against AsyncAPI 3.0, without a network. Exit code 1 and one line per fault when it is not valid.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Parser } from '@asyncapi/parser';

const file = fileURLToPath(new URL('../openapi/asyncapi.yaml', import.meta.url));
// Documents refer to nothing outside themselves: what does is refused, not fetched.
const parser = new Parser({ __unstable: { resolver: { cache: false, resolvers: ['http', 'https', 'file'].map((schema) => ({ schema, read: (uri) => { throw new Error(`refers to ${uri}`); } })) } } });
const { document, diagnostics } = await parser.parse(readFileSync(file, 'utf8'));
const faults = diagnostics.filter(({ severity }) => severity <= 1); // errors and warnings
for (const { message, path, range } of faults) console.error(`openapi/asyncapi.yaml:${range.start.line + 1} ${path.join('.')}: ${message}`);
if (document === undefined || faults.length > 0) process.exit(1);
console.log(`openapi/asyncapi.yaml is valid AsyncAPI ${document.version()}: ${document.channels().all().length} channels`);
