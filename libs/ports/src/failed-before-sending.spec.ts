import { describe, expect, it } from '@jest/globals';
import { failedBeforeSending } from './failed-before-sending.js';

const failure = (members: object): Error => Object.assign(new Error('failed'), { cause: Object.assign(new Error('cause'), members) });

describe('Whether a request surely never left', () => {
  it.each([
    ['a refused connection', { syscall: 'connect', code: 'ECONNREFUSED' }],
    ['a name that nobody knows', { syscall: 'getaddrinfo', code: 'ENOTFOUND' }],
    ['a certificate that nobody trusts', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ['a name with two addresses that both refuse', { errors: [{ syscall: 'connect' }, { syscall: 'connect' }] }],
  ])('is sure of %s', (_, members) => {
    expect(failedBeforeSending(failure(members))).toBe(true);
  });

  it.each([
    ['a reset', { syscall: 'read', code: 'ECONNRESET' }],
    ['a broken pipe', { syscall: 'write', code: 'EPIPE' }],
    ['an alert of TLS, which may come in the middle of a request', { syscall: 'write', code: 'EPROTO' }],
    ['a timeout on an open connection', { code: 'ETIMEDOUT', syscall: 'read' }],
  ])('is not sure of %s', (_, members) => {
    expect(failedBeforeSending(failure(members))).toBe(false);
  });
});
