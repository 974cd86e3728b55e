import { MaintenanceRequestDto, Nested, SystemWriteDto } from '@plantway/dto';

/** Body of POST .../requests and of its read-back. */
export class MaintenanceRequestWriteDto extends SystemWriteDto {
  /** What failed; its site is the one of the path. */
  @Nested(() => MaintenanceRequestDto)
  command!: MaintenanceRequestDto;
}
