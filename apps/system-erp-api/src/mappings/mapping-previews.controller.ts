import { BusinessException } from '@plantway/canonical';
import type { TriedMappingDto } from '@plantway/dto';
import { ProblemException } from '@plantway/http';
import type { CallOptions, MappedCommand, MappingPreviews, TriedMapping } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { consumePartOf } from '../postings/order-part.mapper.js';
import { confirmationOf } from '../postings/part.mapper.js';
import { MAPPING_PREVIEWS } from '../system-erp-api.tokens.js';
import { MappingPreviewsDto, PreviewMappingDto } from './mapping-preview.dto.js';

/** Tries a mapping before it runs. Nothing is sent to the ERP, and no mapping is changed. */
@ApiTags('Mappings')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/mapping-previews')
export class MappingPreviewsController {
  constructor(@Inject(MAPPING_PREVIEWS) private readonly previews: MappingPreviews) {}

  /** Put commands into the words of the ERP twice: as the site runs, and as it would with other code tables. No effect. */
  @Post()
  @HttpCode(200)
  @ApiResponse({ status: 200, type: MappingPreviewsDto, description: 'What becomes of every command.' })
  async previewMapping(@Param('siteId') siteId: string, @Body() { mapping, confirmations = [], consumptions = [] }: PreviewMappingDto, @BoundedCall() call: CallOptions): Promise<MappingPreviewsDto> {
    const commands: readonly MappedCommand[] = [
      ...confirmations.map(({ confirmation, producedItemId }): MappedCommand => ({ action: 'confirm', confirmation: confirmationOf(confirmation, siteId, '/confirmations'), ...(typeof producedItemId === 'string' && { producedItemId }) })),
      ...consumptions.map((consumption): MappedCommand => {
        const part = consumePartOf({ action: 'consume', partId: 'consumption', siteId, consumption, postingDate: consumption.postingDate ?? consumption.productionDay }, siteId);
        if (part.action !== 'consume') throw new BusinessException('VALIDATION_FAILED', 'A consumption is expected.');
        return { action: 'consume', consumption: part.consumption };
      }),
    ];
    const outcomes = await this.previews.previewMapping(siteId, triedMappingOf(mapping), commands, call);
    return { confirmations: outcomes.slice(0, confirmations.length), consumptions: outcomes.slice(confirmations.length) } as unknown as MappingPreviewsDto;
  }
}

/** @throws ProblemException `VALIDATION_FAILED` unless exactly one of both is given */
function triedMappingOf({ codes, revision }: TriedMappingDto): TriedMapping {
  if (codes !== undefined && codes !== null && (revision === undefined || revision === null)) return { codes };
  if (typeof revision === 'number' && (codes === undefined || codes === null)) return { revision };
  throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: '/mapping', problem: 'must have either codes or revision', fix: 'Give one of both.' }] });
}
