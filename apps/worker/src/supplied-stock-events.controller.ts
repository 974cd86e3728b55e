import { EventContext, durable } from '@plantway/events';
import { stockKey } from '@plantway/flows';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern } from '@nestjs/microservices';
import { SUPPLIED_STOCK } from './worker.tokens.js';

/** What is needed to say that an item was made. */
export interface SuppliedStock {
  /** The item that an order makes; undefined when the order is not known. */
  itemOf(siteId: string, workOrderId: string): Promise<string | undefined>;
  /** Has messages that wait under one of the keys looked at. */
  wake(keys: readonly string[]): Promise<void>;
}

/** Wakes whoever waits for stock of an item once an order that makes it was confirmed. An order that is not known costs the recheck interval. */
@Controller()
export class SuppliedStockEventsController {
  constructor(@Inject(SUPPLIED_STOCK) private readonly stock: SuppliedStock) {}

  @EventPattern(['production.confirmed.v1'], durable('supplied-stock'))
  async supply(@Ctx() context: EventContext): Promise<void> {
    const { siteid, subject } = context.event;
    const itemId = await this.stock.itemOf(siteid, subject);
    if (itemId !== undefined) await this.stock.wake([stockKey(siteid, itemId)]);
  }
}
