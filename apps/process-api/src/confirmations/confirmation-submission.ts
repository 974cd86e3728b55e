import type { ProductionConfirmation } from '@plantway/canonical';
import { toProductionConfirmation, type ProductionConfirmationDto } from '@plantway/dto';
import { productionConfirmationLane } from '@plantway/flows';
import type { Submission } from '@plantway/ports';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from './arrival.js';

/**
 * What intake stores of a confirmation: the body as it was sent, and what it means. The production day is that of `finishedAt`; the posting date is the sender's, or else the production day:
 * both are fixed here and never move.
 */
export function confirmationSubmission(dto: ProductionConfirmationDto, site: SiteConfiguration, { credential, ...arrival }: Arrival): Submission & { readonly canonical: ProductionConfirmation } {
  const { siteId, calendar } = site;
  const productionDay = productionDayOf(calendar, dto.finishedAt);
  const postingDate = dto.postingDate ?? productionDay;
  const canonical = toProductionConfirmation(dto, siteId, postingDate, productionDay);
  return {
    ...arrival,
    siteId,
    kind: 'productionConfirmation',
    sourceSystem: credential.sourceSystem,
    senderId: canonical.confirmationId,
    laneKey: productionConfirmationLane(siteId, canonical.workOrderId, canonical.operationId),
    acceptedBy: credential.credentialId,
    received: dto,
    canonical,
    search: {
      workOrderId: canonical.workOrderId,
      operationId: canonical.operationId,
      confirmationId: canonical.confirmationId,
      lotIds: distinct([...canonical.producedLots.map(({ lotId }) => lotId), ...[...canonical.consumptions, ...canonical.otherOutputs].flatMap(({ lotId }) => lotId ?? [])]),
      serialNumbers: distinct([
        ...canonical.serialNumbers,
        ...canonical.genealogy.flatMap(({ serialNumber, componentSerialNumbers }) => [serialNumber, ...componentSerialNumbers]),
        ...canonical.consumptions.flatMap(({ serialNumbers }) => serialNumbers),
      ]),
    },
    ...(canonical.sourceSequence !== undefined && { sourceSequence: canonical.sourceSequence }),
    postingDate,
    productionDay,
  };
}

const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
