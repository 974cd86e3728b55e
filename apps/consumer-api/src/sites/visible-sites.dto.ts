import { ListDto } from '@plantway/dto';

/** A plant that the credential may see. */
export class VisibleSiteDto {
  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * Its name for a person.
   * @example "Berlin"
   */
  name!: string;

  /**
   * Its time zone: an IANA name.
   * @example "Europe/Berlin"
   */
  timeZone!: string;

  /**
   * Its currency: a code of ISO 4217.
   * @example "EUR"
   */
  currency!: string;
}

/** Plants; the whole list is one page. */
export class VisibleSiteListDto extends ListDto {
  /** Plants that the credential may see, by id. */
  items!: VisibleSiteDto[];
}
