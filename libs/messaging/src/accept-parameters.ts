import type { CodeVersions } from './code-versions.js';
import type { SubmittedRow } from './submitted-row.js';

/** The parameters of `ACCEPT_MESSAGES`. What is large comes as one JSON text a line, which no JSON of ours has in it, so that the server neither unescapes nor parses it as part of something else; what several rows came by is sent once. */
export function acceptParameters(rows: readonly SubmittedRow[], versions: CodeVersions, together: boolean): readonly unknown[] {
  return [
    `[${rows.map(({ json }) => json).join(',')}]`, versions.mapping, versions.code, rows.length, together,
    rows.map(({ received }) => received).join('\n'), rows.map(({ canonical }) => canonical).join('\n'), rows.map(({ told }) => told).join('\n'),
    JSON.stringify(Object.fromEntries(rows.flatMap(({ submission }) => submission.bytes ?? []).map(({ hash, text }) => [hash, text]))),
  ];
}
