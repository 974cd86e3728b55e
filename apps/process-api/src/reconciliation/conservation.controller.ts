import type { ConservationReader } from '@plantway/conservation';
import { decodeCursor, encodeCursor } from '@plantway/http';
import type { MessageReader } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CLOCK, CONSERVATION_READER, MESSAGE_READER, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { ConservationDto, DriftListDto, DriftQueryDto, type DriftDto } from './drift.dto.js';

const DRIFTS = 'drifts';
const isPosition = (position: unknown): position is string => typeof position === 'string' && /^[0-9]{1,18}$/.test(position);

/** Shows whether the books of gateway and ERP agree. */
@ApiTags('Conservation')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/conservation')
export class ConservationController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory, @Inject(CONSERVATION_READER) private readonly reader: ConservationReader, @Inject(MESSAGE_READER) private readonly messages: MessageReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Read whether the books agree, and how far they were looked at. */
  @Get()
  @ApiOkResponse({ type: ConservationDto, description: 'The sums of the messages, and the state of the check.' })
  async readConservation(@Param('siteId') id: string): Promise<ConservationDto> {
    const { siteId } = siteOf(this.sites, id);
    const asOf = this.clock.now().toISOString();
    const [{ accepted, posted, open, discarded, annulled }, look] = await Promise.all([this.messages.accounting(siteId), this.reader.lastLook(siteId)]);
    return { messages: { accepted, posted, open, discarded, annulled }, ...look, asOf };
  }

  /** List what does not come out, the latest first, with what probably happened. */
  @Get('drifts')
  @ApiOkResponse({ type: DriftListDto, description: 'One page of the drifts that fit every filter.' })
  async listDrifts(@Param('siteId') id: string, @Query() { cursor, open, limit, workOrderId }: DriftQueryDto): Promise<DriftListDto> {
    const { siteId } = siteOf(this.sites, id);
    const asOf = this.clock.now().toISOString();
    const { items, nextPlace } = await this.reader.drifts({
      siteId, limit, ...(workOrderId !== undefined && { workOrderId }), ...(open !== undefined && { isOpen: open === 'true' }), ...(cursor !== undefined && { before: decodeCursor(DRIFTS, cursor, isPosition) }),
    });
    return { items: items.map((drift) => ({ ...drift }) as DriftDto), nextCursor: nextPlace === undefined ? null : encodeCursor(DRIFTS, nextPlace), asOf };
  }
}
