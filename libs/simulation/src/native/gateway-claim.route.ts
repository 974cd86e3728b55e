import { NativeFields } from './native-fields.js';
import { toStamp } from './native-stamp.js';
import type { NativeRoute } from './native-route.js';

/** `POST gwclaim`: which one gateway posts into the plant. It is no posting: it is not in the ledger, and planned faults leave it alone. */
export const GATEWAY_CLAIM: NativeRoute = {
  method: 'POST', path: 'gwclaim', isSpared: true,
  handle: async ({ plant, body }) => {
    const fields = new NativeFields(body);
    const asked = { expected: fields.optional('expected'), next: fields.required('next'), takeOver: fields.flag('takeOver') };
    fields.requireNothingElse();
    const { granted, kept } = await plant.gatewayClaim.claim(asked, new Date());
    const renewed = await plant.read(({ view }) => toStamp(kept.renewedAt, view.timeZone));
    return { status: 200, body: { granted: granted ? 'X' : '', renewed } };
  },
};
