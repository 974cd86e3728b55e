import { Nested, NonconformityDto, SystemWriteDto } from '@plantway/dto';

/** Body of POST .../nonconformities and of its read-back. */
export class NonconformityWriteDto extends SystemWriteDto {
  /** What was found; its site is the one of the path. */
  @Nested(() => NonconformityDto)
  command!: NonconformityDto;
}
