import { Body, Controller, Get, HttpCode, HttpException, Inject, Module, Param, Post, Query, Res, type DynamicModule } from '@nestjs/common';
import { BusinessException, TechnicalRetryableError } from '@plantway/canonical';
import { ProductionConfirmationDto } from '@plantway/dto';
import type { AccessRow, Credential } from '@plantway/security';
import { IsString, Length } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { ConditionalGet, CorrelationId, CurrentCredential, HotBody, PageQueryDto, ProblemException, decodeCursor, encodeCursor } from '../src/index.js';

export class NoteDto {
  @IsString()
  @Length(1, 100)
  text!: string;
}

/** What the test controller throws or answers next; set by a test. */
export class Stage {
  received: unknown[] = [];
  order: Record<string, unknown> = { workOrderId: 'WO-1001', revision: '1' };
  fault: Error | undefined;
}

const isNumber = (position: unknown): position is number => typeof position === 'number';

/** A small app in the style of ours, to try the edge with. */
@Controller('process/v1/sites/:siteId')
export class OrdersController {
  constructor(@Inject(Stage) private readonly stage: Stage) {}

  @Post('notes')
  @HttpCode(202)
  takeNote(@Body() note: NoteDto): { readonly state: 'accepted' } {
    this.stage.received.push(note);
    return { state: 'accepted' };
  }

  @Post('production-confirmations')
  @HttpCode(202)
  confirm(@HotBody(ProductionConfirmationDto) body: ProductionConfirmationDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string): unknown {
    this.stage.received.push(body);
    return { sourceSystem: credential.sourceSystem, correlationId };
  }

  @Post('resubmit')
  @HttpCode(202)
  resubmit(): { readonly state: 'accepted' } {
    if (this.stage.fault !== undefined) throw this.stage.fault;
    return { state: 'accepted' };
  }

  @Get('work-orders')
  list(@Query() { cursor, limit }: PageQueryDto): unknown {
    const from = cursor === undefined ? 0 : decodeCursor('work-orders', cursor, isNumber);
    return { items: [from], limit, nextCursor: encodeCursor('work-orders', from + 1) };
  }

  @Get('work-orders/:workOrderId')
  @ConditionalGet()
  order(@Param('workOrderId') workOrderId: string): unknown {
    return { ...this.stage.order, workOrderId, asOf: `${performance.now()}` };
  }

  @Get('fault')
  fail(): never {
    throw this.stage.fault ?? new ProblemException('NOT_FOUND', { detail: 'There is no lot L-1 of item RM-1.' });
  }

  @Get('stream-fault')
  failLate(@Res({ passthrough: true }) reply: FastifyReply): never {
    reply.header('content-type', 'text/csv');
    throw new HttpException('teapot', 418);
  }
}

@Module({})
export class OrdersModule {
  static with(stage: Stage): DynamicModule {
    return { module: OrdersModule, controllers: [OrdersController], providers: [{ provide: Stage, useValue: stage }] };
  }
}

/** A route whose parameter for the site has a name that no guard looks at. */
@Controller('process/v1/sites/:plant')
class OtherNameController {
  @Get('elsewhere')
  read(): Record<string, never> {
    return {};
  }
}

@Module({ controllers: [OtherNameController] })
export class OtherNameModule {}

const PLANT = '/process/v1/sites/:siteId';
export const ORDERS_ACCESS: readonly AccessRow[] = [
  ['GET', '/health/live', 'open'],
  ['GET', '/health/ready', 'open'],
  ['GET', '/metrics', ['admin']],
  ['GET', '/docs', 'open'],
  ['GET', '/docs/:asset', 'open'],
  ['GET', '/openapi/:document', 'open'],
  ['POST', `${PLANT}/notes`, ['mes', 'supervisor']],
  ['POST', `${PLANT}/production-confirmations`, ['mes']],
  ['POST', `${PLANT}/resubmit`, ['mes', 'supervisor']],
  ['GET', `${PLANT}/work-orders`, ['mes', 'planner']],
  ['GET', `${PLANT}/work-orders/:id`, ['mes', 'planner']],
  ['GET', `${PLANT}/fault`, ['mes']],
  ['GET', `${PLANT}/stream-fault`, ['mes']],
];

export const erpIsDown = (): Error => new TechnicalRetryableError('ERP_MAINTENANCE', 'The ERP is in maintenance until 08:00.', { retryAfterMs: 90_500 });
export const orderIsClosed = (): Error => new BusinessException('ORDER_CLOSED', 'Work order WO-1001 is closed.', { details: { workOrderId: 'WO-1001' } });
