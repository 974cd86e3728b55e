import type { JobOrder } from '@plantway/canonical';
import type { JobOrderDto } from '@plantway/dto';

/** The answer to whoever fetches job orders. */
export function toJobOrderDto(jobOrder: JobOrder): JobOrderDto {
  return { ...jobOrder, components: jobOrder.components.map((component) => ({ ...component })) };
}
