import { BUSINESS_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';

/** Query of a read-back. */
export class ReferenceQueryDto {
  /**
   * Name of the write to look for.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}
