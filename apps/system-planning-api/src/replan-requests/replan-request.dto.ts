import { Nested, ReplanRequestDto, SystemWriteDto } from '@plantway/dto';

/** Body of POST .../replan-requests and of its read-back. */
export class ReplanRequestWriteDto extends SystemWriteDto {
  /** What makes the running schedule wrong; its site is the one of the path. */
  @Nested(() => ReplanRequestDto)
  command!: ReplanRequestDto;
}
