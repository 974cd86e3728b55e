import { durable } from '@plantway/events';
import type { PostedReport, ReportBook, ReversedReport } from '@plantway/execution';
import type { MessageReader } from '@plantway/messaging';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { MESSAGE_READER, REPORT_BOOK } from './worker.tokens.js';

/** An event that an earlier version of the gateway has written does not say its source system, but its message does. */
type ToldReport = Omit<PostedReport, 'sourceSystem'> & Partial<Pick<PostedReport, 'sourceSystem'>>;
/** Source system of a report whose message is not kept any more. */
const UNKNOWN_SOURCE = '';

/** Writes down what was confirmed on each order: amounts, lots, serial numbers. */
@Controller()
export class ReportEventsController {
  constructor(@Inject(REPORT_BOOK) private readonly book: ReportBook, @Inject(MESSAGE_READER) private readonly messages: MessageReader) {}

  @EventPattern(['production.confirmed.v1'], durable('report-book'))
  async keepPosted(@Payload() report: ToldReport): Promise<void> {
    await this.book.posted({ ...report, sourceSystem: report.sourceSystem ?? (await this.sourceOf(report)) });
  }

  @EventPattern(['production.confirmation-reversed.v1'], durable('report-book'))
  async keepReversed(@Payload() report: ReversedReport): Promise<void> {
    await this.book.reversed(report);
  }

  private async sourceOf({ siteId, messageId }: ToldReport): Promise<string> {
    return (await this.messages.get(siteId, messageId))?.sourceSystem ?? UNKNOWN_SOURCE;
  }
}
