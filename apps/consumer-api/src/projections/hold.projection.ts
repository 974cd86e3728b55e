import type { Change } from './change.js';
import { END_HOLD, END_HOLDS_OF_LOT, KEEP_HOLD } from './hold.sql.js';
import { stepOfHold, stepOfLot } from './step.js';
import type { Projection, ToldEvent } from './told-event.js';

const STEP = ['holdId', 'scope', 'reason', 'placedAt', 'releasedAt'];

/** What quality holds, and what becomes of it. */
export const HOLD_PROJECTION: Projection = {
  'quality.hold-placed.v1': placed,
  'quality.hold-released.v1': released,
  'quality.lot-disposed.v1': disposed,
};

const holdIdOf = ({ data, subject }: ToldEvent): string => data.text('holdId') ?? subject;

function placed(told: ToldEvent): readonly Change[] {
  const { siteId, at, data } = told;
  const scope = data.object('scope');
  if (scope?.text('type') === undefined) return [];
  return [
    { name: 'consumer.keep-hold', text: KEEP_HOLD, values: [siteId, holdIdOf(told), JSON.stringify(scope.all), data.text('reason') ?? '', data.instant('placedAt') ?? at] },
    ...stepOfHold(told, STEP, holdIdOf(told)),
  ];
}

function released(told: ToldEvent): readonly Change[] {
  const { siteId, at, data } = told;
  return [{ name: 'consumer.end-hold', text: END_HOLD, values: [siteId, holdIdOf(told), data.instant('releasedAt') ?? at] }, ...stepOfHold(told, STEP, holdIdOf(told))];
}

function disposed(told: ToldEvent): readonly Change[] {
  const { siteId, at, data } = told;
  const [itemId, lotId] = [data.text('itemId'), data.text('lotId')];
  if (itemId === undefined || lotId === undefined) return [];
  return [
    { name: 'consumer.end-lot-holds', text: END_HOLDS_OF_LOT, values: [siteId, itemId, lotId, data.instant('disposedAt') ?? at] },
    ...stepOfLot(told, ['itemId', 'lotId', 'decision', 'status', 'holdId', 'reason', 'disposedAt'], itemId, lotId),
  ];
}
