import { durable } from '@plantway/events';
import type { PostedReport, ReportBook, ReversedReport } from '@plantway/execution';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { REPORT_BOOK } from './worker.tokens.js';

/** Writes down what was confirmed on each order: amounts, lots, serial numbers. */
@Controller()
export class ReportEventsController {
  constructor(@Inject(REPORT_BOOK) private readonly book: ReportBook) {}

  @EventPattern(['production.confirmed.v1'], durable('report-book'))
  async keepPosted(@Payload() report: PostedReport): Promise<void> {
    await this.book.posted(report);
  }

  @EventPattern(['production.confirmation-reversed.v1'], durable('report-book'))
  async keepReversed(@Payload() report: ReversedReport): Promise<void> {
    await this.book.reversed(report);
  }
}
