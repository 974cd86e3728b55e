// The ceiling: a loop of posts with nothing around it. No database, no order, nothing written down.
import { inParallel, partOf, post, serveBench } from './delivery-peer.mjs';

const REFERENCE = '00000000-0000-4000-8000-000000000000';
let work = [];

serveBench({
  prepare: (confirmations) => void (work = confirmations),
  deliver: () => inParallel(work, (confirmation) => post(partOf(confirmation), REFERENCE)),
});
