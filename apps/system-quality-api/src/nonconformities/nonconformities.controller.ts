import { DeliveryReceiptDto, DeliveryReceiptListDto, toNonconformity } from '@plantway/dto';
import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { QUALITY_SIDE, type CallOptions, type QualityPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline, ofSite, writeAudit } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { QUALITY } from '../system-quality-api.tokens.js';
import { NonconformityWriteDto } from './nonconformity.dto.js';

const audited = writeAudit({ event: 'quality.nonconformity', done: 'taken' });

/** What somebody found that is not as it should be, at the quality system itself: one write per call, nothing stored here, nothing tried again. */
@ApiTags('Nonconformities')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/quality/v1/sites/:siteId/nonconformities')
export class NonconformitiesController {
  constructor(@Inject(QUALITY) private readonly quality: QualityPort) {}

  /**
   * Tell the quality system what was found.
   *
   * Nothing leaves after the header `Plantway-Deadline`, or once the caller has hung up. A repeated reference is answered as before. A problem says by `effect` whether the
   * quality system may have taken it: `none` surely not; `unknown` must be looked up before it is sent again.
   */
  @Post()
  @HttpCode(201)
  @TakesDeadline(QUALITY_SIDE)
  @ApiResponse({ status: 201, type: DeliveryReceiptDto, description: 'The quality system inspects it.' })
  async postNonconformity(
    @Param('siteId') siteId: string, @HotBody(NonconformityWriteDto) { command: dto, reference }: NonconformityWriteDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<DeliveryReceiptDto> {
    const command = toNonconformity(ofSite(dto, siteId));
    return (await audited({ who, siteId, about: command.qualityEventId, reference }, call, () => this.quality.post(command, reference, call))) as DeliveryReceiptDto;
  }

  /** Look what stands at the quality system under a reference. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: DeliveryReceiptListDto, description: 'What stands there; an empty list when nothing does.' })
  async findNonconformity(@Param('siteId') siteId: string, @HotBody(NonconformityWriteDto) { command, reference }: NonconformityWriteDto, @BoundedCall() call: CallOptions): Promise<DeliveryReceiptListDto> {
    return { items: (await this.quality.find(toNonconformity(ofSite(command, siteId)), reference, call)) as DeliveryReceiptDto[], nextCursor: null };
  }
}
