import { CurrentCredential, ProblemException } from '@plantway/http';
import type { MessageReader } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import type { Credential, Role } from '@plantway/security';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { MessageDetailDto } from '../messages/message-detail.dto.js';
import { toMessageDetail } from '../messages/message.mapper.js';
import { CLOCK, MESSAGE_READER } from '../process-api.tokens.js';
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
  @ApiOkResponse({ type: MessageDetailDto, description: 'The message that carries the report.' })
  async readProductionConfirmation(
    @Param('siteId') siteId: string, @Param('confirmationId') confirmationId: string, @Query() query: SourceSystemQueryDto, @CurrentCredential() credential: Credential,
  ): Promise<MessageDetailDto> {
    const sourceSystem = sourceSystemOf(query, credential);
    const message = (await this.reader.byConfirmation(siteId, confirmationId)).find((each) => each.sourceSystem === sourceSystem);
    if (message === undefined) {
      throw new ProblemException('NOT_FOUND', {
        detail: `${sourceSystem} has not reported a confirmation ${confirmationId} at site ${siteId}.`,
        findings: [{ path: '/path/confirmationId', problem: 'was not reported by this source system', fix: 'Use the confirmationId that the report was sent with.' }],
      });
    }
    return toMessageDetail(message, this.clock.now());
  }
}

/** @throws ProblemException `ROLE_NOT_ALLOWED` when the role may not look among the reports of another source system */
function sourceSystemOf({ sourceSystem }: SourceSystemQueryDto, credential: Credential): string {
  if (sourceSystem === undefined || sourceSystem === credential.sourceSystem) return credential.sourceSystem;
  if (SEE_ALL_SOURCES.includes(credential.role)) return sourceSystem;
  throw new ProblemException('ROLE_NOT_ALLOWED', { detail: 'This role sees the reports of its own source system only.', extra: { requiredRoles: SEE_ALL_SOURCES } });
}
