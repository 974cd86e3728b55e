import { describe, expect, it } from '@jest/globals';
import { ERROR_CATALOGUE } from '@plantway/canonical';
import { ACCESS_MATRIX, AccessRules, ROLES } from './index.js';

describe('the access matrix', () => {
  const rules = new AccessRules(ACCESS_MATRIX);

  it('finds a route by the places of its parameters, not by their names', () => {
    expect(rules.ruleOf('GET', '/process/v1/sites/:site/messages/:id')).toBe(rules.ruleOf('GET', '/process/v1/sites/:siteId/messages/:messageId'));
    expect(rules.ruleOf('GET', '/process/v1/sites/:siteId/messages/:messageId')).toContain('mes');
  });

  it('lets HEAD follow GET, and nothing else', () => {
    expect(rules.ruleOf('HEAD', '/health/live')).toBe('open');
    expect(rules.ruleOf('POST', '/health/live')).toBeUndefined();
  });

  it('has no rule for a route that nobody wrote down', () => {
    expect(rules.ruleOf('DELETE', '/process/v1/sites/:siteId/messages/:messageId')).toBeUndefined();
    expect(rules.ruleOf('GET', '/health/live/more')).toBeUndefined();
  });

  it('refuses two rows for one route', () => {
    expect(() => new AccessRules([['GET', '/a/:b', 'open'], ['GET', '/a/:c', ['admin']]])).toThrow(/stands twice/);
  });

  it('is open only where nothing of a plant can be seen', () => {
    const open = ACCESS_MATRIX.filter(([, , who]) => who === 'open').map(([method, path]) => `${method} ${path}`);

    expect(open).toEqual(['GET /', 'GET /favicon.ico', 'GET /health/live', 'GET /health/ready', 'GET /docs', 'GET /docs/:asset', 'GET /openapi/:document']);
  });

  it('names only roles that exist, each once in a row', () => {
    for (const [, , who] of ACCESS_MATRIX) {
      if (who === 'open') continue;
      expect(ROLES).toEqual(expect.arrayContaining([...who]));
      expect(new Set(who).size).toBe(who.length);
    }
  });

  it('asks nobody in the error catalogue for a decision that the role may not take', () => {
    const mayDecide = (role: string) => (rules.ruleOf('POST', '/process/v1/sites/:siteId/messages/:messageId/discard') as readonly string[]).includes(role);
    const asked = Object.entries(ERROR_CATALOGUE).filter(([, { owner, fix }]) => !mayDecide(owner) && /\b(discard|resubmit)\b/i.test(fix.replace(/[Aa]sk the supervisor to \w+/, '')));

    expect(asked.map(([code]) => code)).toEqual([]);
  });

  it('refuses a row with a site that no guard would check', () => {
    expect(() => new AccessRules([['GET', '/sites/:site/orders', ['mes']]])).toThrow(/no guard checks a site that is called/);
  });

  it.each([
    ['mes', 'POST', '/process/v1/sites/:siteId/production-confirmations', true],
    ['mes', 'GET', '/process/v1/sites/:siteId/messages/changes', true],
    ['mes', 'POST', '/process/v1/sites/:siteId/messages/:messageId/discard', false],
    ['mes', 'POST', '/system/erp/v1/sites/:siteId/confirmations', false],
    ['planner', 'GET', '/system/erp/v1/sites/:siteId/purchase-orders', true],
    ['planner', 'POST', '/process/v1/sites/:siteId/production-confirmations', false],
    ['planner', 'POST', '/process/v1/sites/:siteId/messages/:messageId/resubmit', true],
    ['planner', 'POST', '/process/v1/sites/:siteId/messages/:messageId/discard', true],
    ['supervisor', 'POST', '/process/v1/sites/:siteId/messages/:messageId/resubmit', true],
    ['supervisor', 'POST', '/system/erp/v1/sites/:siteId/confirmations', false],
    ['erpTeam', 'POST', '/system/erp/v1/sites/:siteId/confirmations/:documentNumber/reversal', true],
    ['supplier', 'GET', '/system/erp/v1/sites/:siteId/purchase-orders', false],
    ['analyst', 'GET', '/process/v1/sites/:siteId/messages', false],
    ['maintenance', 'POST', '/process/v1/sites/:siteId/messages/:messageId/resubmit', true],
    ['quality', 'POST', '/process/v1/sites/:siteId/messages/:messageId/discard', true],
    ['quality', 'POST', '/process/v1/sites/:siteId/messages/:messageId/approve', false],
  ] as const)('%s, %s %s: %s', (role, method, path, allowed) => {
    expect(rules.ruleOf(method, path)?.includes(role)).toBe(allowed);
  });
});
