import { CurrentCredential, ProblemException } from '@plantway/http';
import type { MessageReader } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import type { Credential, Role } from '@plantway/security';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { toMessageDetail } from '../messages/message.mapper.js';
import { CLOCK, MESSAGE_READER } from '../process-api.tokens.js';
import { sourceSystemOf } from './confirmation-owner.js';
import { ConfirmationStatusDto, type ReversalStateDto } from './confirmation-status.dto.js';
import { SourceSystemQueryDto } from './source-system-query.dto.js';

/** Roles that may look among the reports of any source system of the site. */
const SEE_ALL_SOURCES: readonly Role[] = ['supervisor', 'erpTeam', 'admin'];

/** Answers a MES by its own id: what became of a report. */
@ApiTags('Production confirmations')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/production-confirmations')
export class ConfirmationStatusController {
  constructor(@Inject(MESSAGE_READER) private readonly reader: MessageReader, @Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Read what became of a report, by the reporter's own id.
   *
   * Looks among the reports of the caller's source system; a supervisor, the ERP team and an administrator may name another.
   */
  @Get(':confirmationId')
  @ApiParam({ name: 'confirmationId', description: 'Id that the report was sent with.', example: 'mes-000123' })
  @ApiOkResponse({ type: ConfirmationStatusDto, description: 'The message that carries the report, and the wish to take it back.' })
  async readProductionConfirmation(
    @Param('siteId') siteId: string, @Param('confirmationId') confirmationId: string, @Query() query: SourceSystemQueryDto, @CurrentCredential() credential: Credential,
  ): Promise<ConfirmationStatusDto> {
    const sourceSystem = sourceSystemOf(query, credential, SEE_ALL_SOURCES);
    const message = (await this.reader.byConfirmation(siteId, confirmationId)).find((each) => each.kind === 'productionConfirmation' && each.sourceSystem === sourceSystem);
    if (message === undefined) {
      throw new ProblemException('NOT_FOUND', {
        detail: `${sourceSystem} has not reported a confirmation ${confirmationId} at site ${siteId}.`,
        findings: [{ path: '/path/confirmationId', problem: 'was not reported by this source system', fix: 'Use the confirmationId that the report was sent with.' }],
      });
    }
    const reversal = await this.reversalOf(siteId, sourceSystem, confirmationId);
    return { ...toMessageDetail(message, this.clock.now()), ...(reversal !== undefined && { reversal }) };
  }

  private async reversalOf(siteId: string, sourceSystem: string, confirmationId: string): Promise<ReversalStateDto | undefined> {
    const { items } = await this.reader.list(siteId, { kind: 'confirmationReversal', sourceSystem, confirmationId });
    const shown = items.find(({ state }) => state === 'posted') ?? items.at(-1);
    return shown && { messageId: shown.messageId, state: shown.state };
  }
}
