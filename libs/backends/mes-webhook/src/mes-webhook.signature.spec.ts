import { describe, expect, it } from '@jest/globals';
import { signatureHeaders, webhookKey } from './mes-webhook.signature.js';

describe('The signature of a webhook', () => {
  it('is that of the example of Standard Webhooks', () => {
    const key = webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');

    expect(signatureHeaders(key, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: new Date(1_614_265_330_999), body: '{"test": 2432232314}' })).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it.each(['', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_c2hvcnQ=', `whsec_${Buffer.alloc(65).toString('base64')}`, 'whsec_not base64 at all, but long enough'])('is not made with the secret "%s", which is none', (secret) => {
    expect(() => webhookKey(secret)).toThrow(/MES_WEBHOOK_SECRET/);
  });

  it('never tells the secret when it refuses it', () => {
    expect(() => webhookKey('whsec_canary')).not.toThrow(/canary/);
  });
});
