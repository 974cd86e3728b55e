import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthChecks, type HealthReport } from '@plantway/observability';
import type { FastifyReply } from 'fastify';

/** What a supervisor of processes asks. Open to everybody, and therefore without details. */
@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthChecks) private readonly checks: HealthChecks) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs; if not, restart it.' })
  live(): { readonly status: 'up' } {
    return { status: 'up' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The process can do its work: 200, or 503 with the checks that are down.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.checks.report();
    if (report.status === 'down') void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }
}
