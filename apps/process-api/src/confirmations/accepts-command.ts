import { applyDecorators, HttpCode, HttpStatus } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { AcceptanceDto } from './acceptance.dto.js';

/** What the documents say of a route that stores a command. */
export interface AcceptedCommand {
  /** The command in one word: "report". */
  readonly noun: string;
  /** Field that carries the sender's id. */
  readonly idField: string;
  /** Why it may be refused with 422 apart from an id that came before. */
  readonly refused?: string;
}

/** A route that stores a command and answers 202, the same for every repetition; `acceptanceOf` makes its answer. */
export const AcceptsCommand = ({ noun, idField, refused }: AcceptedCommand): MethodDecorator => applyDecorators(
  HttpCode(HttpStatus.ACCEPTED),
  ApiHeader({
    name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 },
    description: `A further key for this request, beside ${idField} (draft-ietf-httpapi-idempotency-key-header-07). It never expires: the same key with another body is refused.`,
  }),
  ApiResponse({
    status: HttpStatus.ACCEPTED, type: AcceptanceDto, description: `The ${noun} is stored.`,
    headers: {
      Location: { description: 'Path of the message.', schema: { type: 'string' }, required: true },
      'Idempotency-Replayed': { description: `\`true\` when the same ${noun} came before; absent otherwise.`, schema: { type: 'string', enum: ['true'] } },
    },
  }),
  ApiResponse({
    status: HttpStatus.UNPROCESSABLE_ENTITY,
    description: `${refused === undefined ? 'The' : `${refused} Or the`} same ${idField} or Idempotency-Key came before with another body; \`messageId\` names the first.`,
  }),
);
