import type { JobOrder } from '@plantway/canonical';
import type { JobOrderDto } from '@plantway/dto';
import type { OfferedJobOrder } from '@plantway/execution';
import type { OfferedJobOrderDto } from './offered-job-order.dto.js';

/** A job order as the API shows it. */
export function toJobOrderDto(jobOrder: JobOrder): JobOrderDto {
  return { ...jobOrder, components: jobOrder.components.map((component) => ({ ...component })) };
}

/** The answer to whoever fetches job orders. */
export function toOfferedJobOrderDto({ jobOrder, verb, proposalFor }: OfferedJobOrder): OfferedJobOrderDto {
  return { ...toJobOrderDto(jobOrder), verb, ...(proposalFor !== undefined && { proposalFor }) };
}
