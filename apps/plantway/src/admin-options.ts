import { parseArgs } from 'node:util';
import { ROLES, type NewCredential, type Role } from '@plantway/security';
import { UsageError } from './cli-options.js';

/** What an administrator asked for. */
export type AdminRequest =
  | { readonly command: 'help' | 'list-keys' }
  | { readonly command: 'verify-audit'; readonly anchor?: string }
  | { readonly command: 'prepare'; readonly sites?: string }
  | { readonly command: 'rebuild-projections'; readonly evenIncomplete: boolean }
  | { readonly command: 'create-key'; readonly credential: NewCredential }
  | { readonly command: 'revoke-key'; readonly credentialId: string }
  | { readonly command: 'take-over'; readonly siteId: string; readonly reason: string }
  | { readonly command: 'cross-reference import'; readonly file: string; readonly siteId: string; readonly backend: string };

export const ADMIN_HELP = `Plantway: administration of a gateway.
The database is named by DATABASE_URL (postgres://user:password@host:port/database); without it, it is the one of a gateway that runs on the data folder.

usage: npm run --silent admin -- COMMAND [options]

  prepare [--sites DIR]         brings the schema up to date and imports DIR/*/site.yaml (default sites)
  rebuild-projections [--even-incomplete]
                                drops what consumers read and makes it again from the event log; with --even-incomplete also when the log does not reach back to its beginning
  create-key --role ROLE --name NAME [--site ID]... [--source-system NAME] [--supplier ID] [--expires INSTANT]
                                prints a new API key, once; without --site it is valid for every site
  list-keys                     credentials that are not revoked, without their keys
  verify-audit [--anchor HASH]  looks at every entry of the audit: whether one was changed, taken away, put in or moved; prints the hash of the last one, to be kept elsewhere and given back as --anchor
  revoke-key CREDENTIAL_ID      ends a credential
  take-over --site ID --reason WORDS
                                lets this gateway post into the ERP of a plant that another one holds, from its next claim on; the other one stops
  cross-reference import FILE --site ID --backend NAME
                                adds rows "ours is theirs" from a .csv (entity,scope,plantwayId,foreignId) or .json; they hold at once

  --data DIR                    with every command: data folder of a gateway that runs now (default .plantway)

Roles: ${ROLES.join(', ')}.
The source system names who reports; it outlives a key, so give a renewed key the same one.
A MES must have one, and no other MES of its sites the same: their reports would be taken for repetitions (default for other roles: the role).`;

/** Reads the command line, with the data folder of the gateway that is meant. @throws UsageError that says how to right it */
export function readAdminOptions(words: readonly string[]): { readonly request: AdminRequest; readonly data: string } {
  const { data = '.plantway' } = parse(words).values;
  return { request: readAdminRequest(words), data };
}

/** Reads what is asked for. @throws UsageError that says how to right it */
export function readAdminRequest(words: readonly string[]): AdminRequest {
  const { values, positionals: [command, ...rest] } = parse(words);
  if (values.help === true || command === undefined || command === 'help') return { command: 'help' };
  switch (command) {
    case 'prepare':
    case 'list-keys':
    case 'rebuild-projections':
      if (rest.length > 0) throw new UsageError(`${command} takes no argument, not '${rest[0]}'`);
      if (command === 'list-keys') return { command };
      return command === 'prepare' ? { command, ...(values.sites === undefined ? {} : { sites: values.sites }) } : { command, evenIncomplete: values['even-incomplete'] ?? false };
    case 'verify-audit':
      if (rest.length > 0) throw new UsageError(`verify-audit takes no argument, not '${rest[0]}'`);
      if (values.anchor !== undefined && !/^[0-9a-f]{64}$/.test(values.anchor)) throw new UsageError('--anchor takes a hash as verify-audit has printed it');
      return { command, ...(values.anchor === undefined ? {} : { anchor: values.anchor }) };
    case 'create-key':
      return { command, credential: credentialOf(values) };
    case 'revoke-key':
      if (rest.length !== 1) throw new UsageError('revoke-key takes one credential id; list-keys shows them');
      return { command, credentialId: rest[0] };
    case 'take-over':
      if (rest.length > 0 || values.site?.length !== 1) throw new UsageError('take-over needs one --site');
      if ((values.reason ?? '').trim() === '') throw new UsageError('--reason says why this gateway and not the other one');
      return { command, siteId: values.site[0]!, reason: values.reason! };
    case 'cross-reference':
      return { command: 'cross-reference import', ...crossReferenceOf(rest, values) };
    default:
      throw new UsageError(`unknown command '${command}'`);
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        role: { type: 'string' }, name: { type: 'string' }, site: { type: 'string', multiple: true }, 'source-system': { type: 'string' },
        supplier: { type: 'string' }, sites: { type: 'string' }, data: { type: 'string' }, 'even-incomplete': { type: 'boolean' }, anchor: { type: 'string' }, reason: { type: 'string' }, backend: { type: 'string' }, expires: { type: 'string' }, help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split(/[.\n]/)[0], { cause: error });
  }
}

function credentialOf({ role, name, site, supplier, expires, ...values }: ReturnType<typeof parse>['values']): NewCredential {
  if (!isRole(role)) throw new UsageError(`--role takes one of ${ROLES.join(', ')}`);
  if (name === undefined || name.trim() === '') throw new UsageError('--name says whose key it is');
  if ((role === 'supplier') !== (supplier !== undefined)) throw new UsageError('--supplier goes with the role supplier, and only with it');
  if (role === 'mes' && (values['source-system'] ?? '').trim() === '') throw new UsageError('--source-system names the MES: two of one site must not share it');
  const expiresAt = expires === undefined ? undefined : new Date(expires);
  if (expiresAt !== undefined && Number.isNaN(expiresAt.getTime())) throw new UsageError('--expires takes an instant such as 2027-12-31T23:00:00Z');
  return {
    name, role, sites: site ?? '*', sourceSystem: values['source-system'] ?? role,
    ...(supplier === undefined ? {} : { supplierId: supplier }), ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function crossReferenceOf([verb, file, surplus]: readonly string[], { site, backend }: ReturnType<typeof parse>['values']): { file: string; siteId: string; backend: string } {
  if (verb !== 'import' || file === undefined || surplus !== undefined) throw new UsageError('cross-reference import takes one file');
  if (!/\.(csv|json)$/.test(file)) throw new UsageError('cross-reference import takes a .csv or a .json');
  if (site?.length !== 1 || backend === undefined) throw new UsageError('cross-reference import needs one --site and the --backend whose numbers they are');
  return { file, siteId: site[0] ?? '', backend };
}

function isRole(text: string | undefined): text is Role {
  return (ROLES as readonly (string | undefined)[]).includes(text);
}
