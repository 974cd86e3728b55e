import { BUSINESS_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';

/** Body of POST .../downtimes/{downtimeId}/reason. */
export class DowntimeReasonDto {
  /**
   * Code of reference-data/downtimeReasons that is in use.
   * @example "MECHANICAL"
   */
  @Key(BUSINESS_KEY)
  reasonCode!: string;
}
