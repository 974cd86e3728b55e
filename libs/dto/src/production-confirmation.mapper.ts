import { normalQuantity, toUtc, type Consumption, type Labor, type OtherOutput, type PlantDate, type ProductionConfirmation, type Quantity } from '@plantway/canonical';
import { given } from './given.js';
import type { ConsumptionDto, LaborDto, OtherOutputDto } from './production-confirmation-parts.dto.js';
import type { ConfirmationFieldsDto } from './production-confirmation.dto.js';
import type { QuantityDto } from './quantity.dto.js';

/**
 * The canonical value of a validated body: quantities in normal form, instants in UTC, lists present, `null` and absent alike.
 * Ids are taken as they came. `postingDate` and `productionDay` come from the site's rule.
 */
export function toProductionConfirmation(dto: ConfirmationFieldsDto, siteId: string, postingDate: PlantDate, productionDay: PlantDate): ProductionConfirmation {
  return {
    confirmationId: dto.confirmationId,
    siteId,
    workOrderId: dto.workOrderId,
    operationId: dto.operationId,
    kind: dto.kind,
    cumulative: dto.cumulative ?? false,
    ...given('replaces', dto.replaces),
    ...given('sourceSequence', dto.sourceSequence),
    yield: quantity(dto.yield),
    scrap: (dto.scrap ?? []).map((scrap) => ({ quantity: quantity(scrap.quantity), reasonCode: scrap.reasonCode })),
    ...given('rework', optionalQuantity(dto.rework)),
    producedLots: (dto.producedLots ?? []).map((lot) => ({ lotId: lot.lotId, quantity: quantity(lot.quantity) })),
    serialNumbers: [...(dto.serialNumbers ?? [])],
    genealogy: (dto.genealogy ?? []).map((unit) => ({ serialNumber: unit.serialNumber, componentSerialNumbers: [...unit.componentSerialNumbers] })),
    consumptions: (dto.consumptions ?? []).map(toConsumption),
    otherOutputs: (dto.otherOutputs ?? []).map(toOtherOutput),
    labor: (dto.labor ?? []).map(toLabor),
    machineTimes: (dto.machineTimes ?? []).map((time) => ({
      equipmentId: time.equipmentId, activityCode: time.activityCode, startedAt: toUtc(time.startedAt), finishedAt: toUtc(time.finishedAt),
    })),
    startedAt: toUtc(dto.startedAt),
    finishedAt: toUtc(dto.finishedAt),
    postingDate,
    productionDay,
    ...given('workCenterId', dto.workCenterId),
    ...given('equipmentId', dto.equipmentId),
    exceptionCodes: [...(dto.exceptionCodes ?? [])],
  };
}

function toConsumption(dto: ConsumptionDto): Consumption {
  return {
    itemId: dto.itemId, ...given('quantity', optionalQuantity(dto.quantity)), ...given('lotId', dto.lotId),
    serialNumbers: [...(dto.serialNumbers ?? [])], backflush: dto.backflush ?? false,
  };
}

function toOtherOutput(dto: OtherOutputDto): OtherOutput {
  return { itemId: dto.itemId, type: dto.type, quantity: quantity(dto.quantity), ...given('lotId', dto.lotId) };
}

function toLabor(dto: LaborDto): Labor {
  return {
    ...given('personId', dto.personId), ...given('crewId', dto.crewId), activityCode: dto.activityCode,
    startedAt: toUtc(dto.startedAt), finishedAt: toUtc(dto.finishedAt),
  };
}

function quantity(dto: QuantityDto): Quantity {
  return normalQuantity({ value: dto.value, unit: dto.unit });
}

function optionalQuantity(dto: QuantityDto | null | undefined): Quantity | undefined {
  return dto === null || dto === undefined ? undefined : quantity(dto);
}
