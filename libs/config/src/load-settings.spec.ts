import { describe, expect, it } from '@jest/globals';
import type { SettingDeclarations } from '@plantway/canonical';
import { SettingsError, loadSettings, settingsMarkdown } from './index.js';

const ERP = {
  url: { variable: 'ERP_URL', type: 'url', meaning: 'Where the ERP answers.' },
  requestTimeoutMs: { variable: 'ERP_REQUEST_TIMEOUT_MS', type: 'milliseconds', meaning: 'Longest wait for one answer.', default: 10_000, minimum: 100, maximum: 60_000 },
  password: { variable: 'ERP_PASSWORD', type: 'secret', meaning: 'Password of the technical user.', minimum: 8 },
  isReadOnly: { variable: 'ERP_READ_ONLY', type: 'boolean', meaning: 'Refuse every write | always.', default: false },
  plants: { variable: 'ERP_PLANTS', type: 'list', meaning: 'Plants that it serves.', default: [] },
  proxy: { variable: 'ERP_PROXY', type: 'url', meaning: 'Proxy on the way.', optional: true },
} as const satisfies SettingDeclarations;

const given = { ERP_URL: 'http://erp.example/', ERP_PASSWORD: 'correct horse' };

describe('settings', () => {
  it('are read with their types and defaults', () => {
    const { erp } = loadSettings({ ...given, ERP_READ_ONLY: 'true', ERP_PLANTS: 'BER1, LYS1 ,' }, { erp: ERP });

    expect(erp).toEqual({ url: 'http://erp.example', requestTimeoutMs: 10_000, password: 'correct horse', isReadOnly: true, plants: ['BER1', 'LYS1'], proxy: undefined });
    const timeout: number = erp.requestTimeoutMs;
    const proxy: string | undefined = erp.proxy;
    expect([timeout, proxy]).toEqual([10_000, undefined]);
  });

  it('cannot be changed', () => {
    const settings = loadSettings(given, { erp: ERP });

    expect(() => Object.assign(settings.erp, { password: 'other' })).toThrow(TypeError);
    expect(() => Object.assign(settings, { erp: {} })).toThrow(TypeError);
  });

  it('report every fault at once, by name and never by value', () => {
    const environment = { ERP_URL: 'http://user:canary@erp', ERP_REQUEST_TIMEOUT_MS: '99', ERP_PASSWORD: 'canary', ERP_READ_ONLY: 'canary', ERP_PROXY: 'canary' };

    const loading = (): unknown => loadSettings(environment, { erp: ERP });

    expect(loading).toThrow(SettingsError);
    expect(loading).toThrow(/ERP_URL: [^]*ERP_REQUEST_TIMEOUT_MS: must be at least 100[^]*ERP_PASSWORD: must have at least 8 characters[^]*ERP_READ_ONLY: must be true or false[^]*ERP_PROXY: /);
    expect(loading).not.toThrow(/canary/);
  });

  it.each([['absent', undefined], ['empty', ''], ['blank', '  ']])('count an %s variable as missing', (_, ERP_URL) => {
    expect(() => loadSettings({ ...given, ERP_URL }, { erp: ERP })).toThrow(/ERP_URL: is missing: Where the ERP answers\./);
  });

  it.each(['1.5', '10s', '1e3', '0x10', '60001', '99', '9'.repeat(30)])('take no %s as milliseconds', (ERP_REQUEST_TIMEOUT_MS) => {
    expect(() => loadSettings({ ...given, ERP_REQUEST_TIMEOUT_MS }, { erp: ERP })).toThrow(/ERP_REQUEST_TIMEOUT_MS: must be/);
  });

  it.each(['100', '60000'])('take %s, at the edge of the range', (ERP_REQUEST_TIMEOUT_MS) => {
    expect(loadSettings({ ...given, ERP_REQUEST_TIMEOUT_MS }, { erp: ERP }).erp.requestTimeoutMs).toBe(Number(ERP_REQUEST_TIMEOUT_MS));
  });

  it('give no secret a default', () => {
    expect(() => loadSettings({}, { erp: { password: { ...ERP.password, default: 'secret' } } })).toThrow(/ERP_PASSWORD is a secret and must not have a default/);
  });

  it('are declared in one way', () => {
    expect(() => loadSettings(given, { erp: ERP, other: { url: { ...ERP.url, meaning: 'Something else.' } } })).toThrow(/ERP_URL is declared in two ways/);
    expect(loadSettings(given, { erp: ERP, other: { url: ERP.url } }).other.url).toBe('http://erp.example');
  });

  it('are listed for the manual', () => {
    expect(settingsMarkdown({ erp: ERP })).toBe(`## erp

| Variable | Type | Default | Meaning |
|---|---|---|---|
| \`ERP_URL\` | url | **required** | Where the ERP answers. |
| \`ERP_REQUEST_TIMEOUT_MS\` | milliseconds, 100 to 60000 | \`10000\` | Longest wait for one answer. |
| \`ERP_PASSWORD\` | secret, 8 to … characters | **required** | Password of the technical user. |
| \`ERP_READ_ONLY\` | boolean | \`false\` | Refuse every write \\| always. |
| \`ERP_PLANTS\` | list | empty | Plants that it serves. |
| \`ERP_PROXY\` | url | none, optional | Proxy on the way. |
`);
  });
});
