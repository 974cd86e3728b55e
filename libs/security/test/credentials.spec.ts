import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SeededClock, createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import { CREDENTIAL_BELIEVED_MS, CredentialCache, Credentials, appendAuditEntry, auditEntriesOf, hashApiKey, isApiKey, newApiKey, type NewCredential } from '../src/index.js';

const mes: NewCredential = { name: 'MES line 1', role: 'mes', sites: ['BER1'], sourceSystem: 'MES-1' };

describe('credentials', () => {
  let database: TestDatabase;
  const clock = new SeededClock();
  const technical = { ms: 0 };
  const service = (): Credentials => new Credentials(database.pool, clock, new CredentialCache(() => technical.ms));
  beforeEach(async () => { database = await createTestDatabase(); });
  afterEach(() => database.drop());

  it('are found by their key, with everything that was said of them', async () => {
    const { apiKey, credential } = await service().create({ ...mes, role: 'supplier', supplierId: 'SUP-7', expiresAt: new Date(clock.now().getTime() + 60_000) });

    expect(await service().find(apiKey)).toEqual(credential);
    expect(credential).toMatchObject({ role: 'supplier', sites: ['BER1'], sourceSystem: 'MES-1', supplierId: 'SUP-7' });
  });

  it('see all sites when made for all', async () => {
    const { apiKey } = await service().create({ ...mes, sites: '*' });

    expect((await service().find(apiKey))?.sites).toBe('*');
  });

  it('keep no key, only its hash', async () => {
    const { apiKey } = await service().create(mes);

    const { rows } = await database.pool.query<{ row: string }>('select credential::text as row from security.credential union all select audit_entry::text from security.audit_entry');

    expect(isApiKey(apiKey)).toBe(true);
    expect(rows.map(({ row }) => row).join()).not.toContain(apiKey.slice(3));
    expect(rows.map(({ row }) => row).join()).toContain(hashApiKey(apiKey));
  });

  it('are refused once they are revoked: here at once, elsewhere as soon as the memory fades', async () => {
    const [here, elsewhere] = [service(), service()];
    const { apiKey, credential } = await here.create(mes);
    await here.find(apiKey);
    await elsewhere.find(apiKey);

    expect(await here.revoke(credential.credentialId)).toBe(true);

    expect(await here.find(apiKey)).toBeUndefined();
    technical.ms += CREDENTIAL_BELIEVED_MS - 1;
    expect(await elsewhere.find(apiKey)).toBeDefined();
    technical.ms += 1;
    expect(await elsewhere.find(apiKey)).toBeUndefined();
    expect(CREDENTIAL_BELIEVED_MS).toBeLessThanOrEqual(60_000);
    expect(await here.revoke(credential.credentialId)).toBe(false);
  });

  it('are refused after a revocation even when a look-up from before it ends after it', async () => {
    const credentials = service();
    const { apiKey, credential } = await credentials.create(mes);
    const { answer: answerLookUp, isAnswered } = holdLookUps();

    const found = credentials.find(apiKey);
    await until(isAnswered, { within: 10_000 }); // by the database, before the revocation begins
    const revoked = credentials.revoke(credential.credentialId);
    await until(async () => (await database.pool.query('select from security.credential where revoked_at is not null')).rowCount === 1, { within: 10_000 });
    answerLookUp();

    expect(await found).toBeDefined();
    expect(await revoked).toBe(true);
    expect(await credentials.find(apiKey)).toBeUndefined();
  });

  it('ask the database once for many callers and many times of the same key', async () => {
    const credentials = service();
    const { apiKey } = await credentials.create(mes);
    const before = await questions();

    await Promise.all(Array.from({ length: 50 }, () => credentials.find(apiKey)));
    for (let time = 0; time < 50; time += 1) await credentials.find(apiKey);

    expect(asked).toBe(before + 1);
  });

  it('do not ask for a word that cannot be a key', async () => {
    const credentials = service();
    const before = await questions();

    for (const word of ['', 'pw_', 'pw_short', `PW_${'a'.repeat(43)}`, `pw_${'a'.repeat(44)}`, `pw_${'a'.repeat(42)}=`, "pw_' or 1=1"]) expect(await credentials.find(word)).toBeUndefined();

    expect(asked).toBe(before);
  });

  it('remember that a key is unknown only for a short while', async () => {
    const credentials = service();
    const key = newApiKey();
    await questions();

    await credentials.find(key);
    await credentials.find(key);
    expect(asked).toBe(1);
    technical.ms += 5_000;
    await credentials.find(key);
    expect(asked).toBe(2);
  });

  it('leave a trace of being made and revoked', async () => {
    const actor = { id: 'admin-1', role: 'admin', correlationId: 'c-1' };
    const { credential } = await service().create(mes, actor);

    await service().revoke(credential.credentialId, actor);

    expect(await auditEntriesOf(database.pool, 'credential', credential.credentialId)).toMatchObject([
      { actorId: 'admin-1', actorRole: 'admin', action: 'credential.created', correlationId: 'c-1', details: { role: 'mes', sites: ['BER1'] } },
      { action: 'credential.revoked' },
    ]);
  });

  it.each([
    ['a role that nobody knows', { role: 'root' }],
    ['a supplier without supplier', { role: 'supplier' }],
    ['a supplier for another role', { supplierId: 'SUP-7' }],
  ])('cannot have %s', async (_, wrong) => {
    await expect(service().create({ ...mes, ...wrong } as NewCredential)).rejects.toThrow(/check constraint/);
    expect(await service().list()).toEqual([]);
    expect((await database.pool.query('select from security.audit_entry')).rowCount).toBe(0);
  });

  /** Lets look-ups read, but keeps their answers until the returned function is called. */
  /** Lets look-ups reach the database and keeps back what it says, until `answer`. */
  function holdLookUps(): { readonly answer: () => void; readonly isAnswered: () => boolean } {
    const { pool } = database;
    const query = pool.query.bind(pool) as (...parts: unknown[]) => Promise<unknown>;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => { release = resolve; });
    let answered = false;
    pool.query = (async (...parts: unknown[]) => {
      const answer = await query(...parts);
      if ((parts[0] as { name?: string }).name === 'security.find-credential') {
        answered = true;
        await released;
      }
      return answer;
    }) as typeof pool.query;
    return { answer: () => release(), isAnswered: () => answered };
  }

  let asked = 0;
  /** Counts from here on how often the database is asked for a key. */
  async function questions(): Promise<number> {
    asked = 0;
    const { pool } = database;
    const query = pool.query.bind(pool) as (...parts: unknown[]) => unknown;
    pool.query = ((...parts: unknown[]) => {
      if ((parts[0] as { name?: string }).name === 'security.find-credential') asked += 1;
      return query(...parts);
    }) as typeof pool.query;
    return asked;
  }
});

describe('the memory of credentials', () => {
  it('is bounded, and a flood of wrong keys drives out no right one', () => {
    const cache = new CredentialCache(() => 0);
    cache.set('right', { credentialId: '1', name: 'x', role: 'mes', sites: '*', sourceSystem: 'MES-1', createdAt: new Date(0) });

    for (let wrong = 0; wrong < 100_000; wrong += 1) cache.set(`wrong-${wrong}`, undefined);

    expect(cache.size).toBeLessThanOrEqual(1_001);
    expect(cache.get('right')?.credential).toBeDefined();
    expect(cache.get('wrong-0')).toBeUndefined();
  });
});

describe('the audit', () => {
  let database: TestDatabase;
  beforeEach(async () => { database = await createTestDatabase(); });
  afterEach(() => database.drop());
  const entry = { actorId: 'c-1', actorRole: 'supervisor', action: 'message.discarded', siteId: 'BER1', objectType: 'message', objectId: 'm-1', correlationId: 'x', details: { reason: 'twice' }, happenedAt: new Date('2026-11-22T08:00:00Z') };

  it('keeps what was done, in order', async () => {
    await appendAuditEntry(database.pool, entry);
    await appendAuditEntry(database.pool, { ...entry, action: 'message.resubmitted' });

    expect(await auditEntriesOf(database.pool, 'message', 'm-1')).toEqual([entry, { ...entry, action: 'message.resubmitted' }]);
  });

  it.each(["update security.audit_entry set actor_id = 'somebody else'", 'delete from security.audit_entry', 'truncate security.audit_entry'])('refuses: %s', async (statement) => {
    await appendAuditEntry(database.pool, entry);

    await expect(database.pool.query(statement)).rejects.toThrow('the audit is only ever added to');
    expect(await auditEntriesOf(database.pool, 'message', 'm-1')).toEqual([entry]);
  });
});
