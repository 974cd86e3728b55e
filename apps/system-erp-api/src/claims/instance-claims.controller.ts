import { HotBody } from '@plantway/http';
import type { CallOptions, ErpPort, InstanceClaim } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { InstanceClaimAnswerDto, InstanceClaimDto } from './instance-claim.dto.js';

/** Which one gateway posts into the plant: a second one by mistake is noticed, and sends nothing. The worker claims and renews; people use `take-over` of the administration. */
@ApiTags('Capabilities')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/instance-claims')
export class InstanceClaimsController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Claim the plant for a gateway by compare and set. Done again it answers the same. */
  @Post()
  @HttpCode(200)
  @ApiResponse({ status: 200, type: InstanceClaimAnswerDto, description: 'Whether the gateway holds the plant.' })
  async claimInstance(@Param('siteId') siteId: string, @HotBody(InstanceClaimDto) claim: InstanceClaimDto, @BoundedCall() call: CallOptions): Promise<InstanceClaimAnswerDto> {
    return this.erp.claimInstance(siteId, claimOf(claim), call);
  }
}

function claimOf({ expected, next, takeOver }: InstanceClaimDto): InstanceClaim {
  return { next, ...(typeof expected === 'string' && { expected }), ...(takeOver === true && { takeOver }) };
}
