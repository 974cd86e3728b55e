import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSiteFiles, siteDirectoryOf, type SiteConfiguration } from '@plantway/sites';
import type { DowntimeListDto } from '../src/downtime/downtime.dto.js';
import { openConsumer, type ConsumerStand } from './consumer-stand.js';
import { downtime } from './plant-story.js';

describe('downtimes by the reasons of the demo plant', () => {
  let consumer: ConsumerStand;
  beforeAll(async () => {
    const [{ referenceData: { downtimeReasons }, ...berlin }] = await readSiteFiles('sites');
    consumer = await openConsumer({ sites: siteDirectoryOf([{ ...berlin, downtimeReasons } as unknown as SiteConfiguration]) });
    const stopped = (equipmentId: string, reasonCode?: string) => downtime.ended({ downtimeId: `${equipmentId}@1`, equipmentId, reasonCode, ...(reasonCode === undefined && { reasonFrom: undefined }) });
    await consumer.tell(stopped('WU-1', 'MECHANICAL_FAILURE'), stopped('WU-2', 'ELECTRICAL_FAILURE'), stopped('WU-3', 'MATERIAL_MISSING'), stopped('WU-4', 'TECHNICAL'), stopped('WU-5', 'LEFT_THE_FILE'), stopped('WU-6'));
  });
  afterAll(() => consumer.close());

  const list = async (query: string) => (await consumer.read<DowntimeListDto>(`/consumer/v1/sites/BER1/downtime${query}`)).items;

  it.each([
    ['TECHNICAL', ['WU-1', 'WU-2', 'WU-4']], ['ELECTRICAL_FAILURE', ['WU-2']], ['ORGANIZATION', ['WU-3']], ['PLANNED', []], ['LEFT_THE_FILE', ['WU-5']],
  ])('finds those of %s and of every reason below it', async (reasonCode, expected) => {
    expect((await list(`?reasonCode=${reasonCode}`)).map(({ equipmentId }) => equipmentId).sort()).toEqual(expected);
  });

  it('shows the way down the tree to the reason', async () => {
    const paths = Object.fromEntries((await list('')).map(({ equipmentId, reasonPath }) => [equipmentId, reasonPath]));

    expect(paths).toEqual({
      'WU-1': ['TECHNICAL', 'MECHANICAL_FAILURE'], 'WU-2': ['TECHNICAL', 'ELECTRICAL_FAILURE'], 'WU-3': ['ORGANIZATION', 'MATERIAL_MISSING'], 'WU-4': ['TECHNICAL'], 'WU-5': ['LEFT_THE_FILE'], 'WU-6': undefined,
    });
  });
});
