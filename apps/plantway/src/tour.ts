import { relative } from 'node:path';
import type { CliOptions } from './cli-options.js';
import { credentialsFileIn } from './credentials-file.js';

/** What a person can do first, ready to be pasted into a shell in the project's folder. Names where the keys are, never a key. */
export function tourLines(baseUrl: string, { data }: CliOptions, workingFolder = process.cwd()): readonly string[] {
  const file = credentialsFileIn(data);
  const near = relative(workingFolder, file);
  const path = near.startsWith('..') ? file : `./${near}`;
  const now = Date.now();
  const confirmation = {
    confirmationId: `tour-${now}`, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', yield: { value: '12', unit: 'H87' },
    startedAt: wholeSeconds(now - 40 * 60_000), finishedAt: wholeSeconds(now), workCenterId: 'WC-10',
  };
  return [
    `API keys of every role: ${file}`,
    'confirm an operation:',
    `  KEY=$(node -p "require('${path}').keys.mes")`,
    `  curl -sS ${baseUrl}/process/v1/sites/BER1/production-confirmations -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '${JSON.stringify(confirmation)}'`,
    'see what became of it:',
    `  curl -sS "${baseUrl}/process/v1/sites/BER1/production-confirmations/${confirmation.confirmationId}" -H "Authorization: Bearer $KEY"`,
  ];
}

const wholeSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
