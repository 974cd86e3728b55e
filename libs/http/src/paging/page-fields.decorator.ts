import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const CURSOR = /^[A-Za-z0-9_-]{1,1000}$/;

/** The place at which a page of a list begins: `nextCursor` of the page before. */
export const PageCursor = (): PropertyDecorator => applyDecorators(
  ApiPropertyOptional({ description: '`nextCursor` of the page before, as it was answered; leave it out for the first page.', type: String, maxLength: 1000, pattern: CURSOR.source }),
  IsOptional(),
  Matches(CURSOR, { message: 'cursor must be a nextCursor as it was answered' }),
);

/** How many items a page of a list has at most, 1 to 1000; the property's default is 100. */
export const PageLimit = (): PropertyDecorator => applyDecorators(
  ApiPropertyOptional({ description: 'Most items in the answer.', type: 'integer', minimum: 1, maximum: 1000, default: 100, example: 100 }),
  Type(() => Number), IsInt(), Min(1), Max(1000),
);
