import type { ReconciliationBook } from '@plantway/conservation';
import { CorrelationId, CurrentCredential, PageQueryDto, decodeCursor, encodeCursor } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, RECONCILIATION_BOOK, RECONCILIATION_DESK, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { FindingDto, ReconciliationDetailDto } from './finding.dto.js';
import type { ReconciliationDesk } from './reconciliation-desk.js';
import { ReconciliationDto, ReconciliationListDto, ReconciliationRequestDto } from './reconciliation.dto.js';
import { toFinding } from './reconciliation.mapper.js';

const RECONCILIATIONS = 'reconciliations';
const FINDINGS = 'reconciliation-findings';
const isPosition = (position: unknown): position is string => typeof position === 'string' && /^[0-9]{1,18}$/.test(position);

/** A body may say null for what it leaves out. */
const isGiven = (day: string | null | undefined): day is string => typeof day === 'string';

/** Comparisons of the gateway's books with the ERP, in both directions; each night by themselves, and when somebody asks. */
@ApiTags('Conservation')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/reconciliations')
export class ReconciliationsController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory, @Inject(RECONCILIATION_BOOK) private readonly book: ReconciliationBook,
    @Inject(RECONCILIATION_DESK) private readonly desk: ReconciliationDesk, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Ask for a comparison of some days. It is carried out by the worker; read it again to see how far it is. */
  @Post()
  @HttpCode(202)
  @ApiResponse({ status: 202, type: ReconciliationDto, description: 'The comparison is wanted.' })
  @ApiResponse({ status: 400, description: 'VALIDATION_FAILED: no stretch of at most 31 days.' })
  async requestReconciliation(
    @Param('siteId') siteId: string, @Body() { productionDay, from, to }: ReconciliationRequestDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<ReconciliationDto> {
    const days = { ...(isGiven(productionDay) && { productionDay }), ...(isGiven(from) && { from }), ...(isGiven(to) && { to }) };
    return { ...(await this.desk.request(siteOf(this.sites, siteId), days, { credential, correlationId })) };
  }

  /** List comparisons, the latest first. */
  @Get()
  @ApiOkResponse({ type: ReconciliationListDto, description: 'One page of comparisons.' })
  async listReconciliations(@Param('siteId') siteId: string, @Query() { cursor, limit }: PageQueryDto): Promise<ReconciliationListDto> {
    const asOf = this.clock.now().toISOString();
    const { items, nextPlace } = await this.book.list(siteOf(this.sites, siteId).siteId, cursor === undefined ? undefined : decodeCursor(RECONCILIATIONS, cursor, isPosition), limit);
    return { items: items.map((one) => ({ ...one })), nextCursor: nextPlace === undefined ? null : encodeCursor(RECONCILIATIONS, nextPlace), asOf };
  }

  /** Read a comparison with its findings. */
  @Get(':reconciliationId')
  @ApiParam({ name: 'reconciliationId', description: 'The comparison.', example: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e' })
  @ApiOkResponse({ type: ReconciliationDetailDto, description: 'The comparison and one page of its findings.' })
  async readReconciliation(@Param('siteId') siteId: string, @Param('reconciliationId') reconciliationId: string, @Query() { cursor, limit }: PageQueryDto): Promise<ReconciliationDetailDto> {
    const asOf = this.clock.now().toISOString();
    const reconciliation = await this.desk.reconciliation(siteOf(this.sites, siteId).siteId, reconciliationId);
    const { items, nextPlace } = await this.book.findings(reconciliationId, cursor === undefined ? undefined : decodeCursor(FINDINGS, cursor, isPosition), limit);
    return { reconciliation: { ...reconciliation }, items: items.map(toFinding), nextCursor: nextPlace === undefined ? null : encodeCursor(FINDINGS, nextPlace), asOf };
  }

  /**
   * Agree to what is proposed about a finding.
   *
   * It is carried out at once: as a message where the ERP is to be changed, which then goes its usual way, or by keeping the document as known. Whoever asked for the comparison cannot agree to what changes the ERP or counts as known.
   * Of a comparison that runs by itself two persons agree to what changes the ERP: after the first one it is still `proposed`, with `proposedBy`.
   */
  @Post(':reconciliationId/findings/:findingId/approve')
  @HttpCode(200)
  @ApiParam({ name: 'reconciliationId', description: 'The comparison.', example: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e' })
  @ApiParam({ name: 'findingId', description: 'The finding.', example: '0198f2a4-71aa-7b52-8f1e-6d2c3b4a5f60' })
  @ApiOkResponse({ type: FindingDto, description: 'The finding, with the message that carries it out.' })
  @ApiResponse({ status: 403, description: 'APPROVER_IS_SENDER: the same person asked for the comparison, or agreed first. Or the role may not approve.' })
  @ApiResponse({ status: 409, description: 'FINDING_STATE_CONFLICT: nothing is proposed, or it is carried out already. MESSAGE_STATE_CONFLICT: the message cannot be sent again now.' })
  async approveFinding(
    @Param('siteId') siteId: string, @Param('reconciliationId') reconciliationId: string, @Param('findingId') findingId: string, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<FindingDto> {
    return toFinding(await this.desk.approve(siteOf(this.sites, siteId), reconciliationId, findingId, { credential, correlationId }));
  }
}
