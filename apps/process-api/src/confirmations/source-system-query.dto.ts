import { BUSINESS_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import { IsOptional } from 'class-validator';

/** Whose reports are meant. */
export class SourceSystemQueryDto {
  /**
   * Source system that sent the report; without it the caller's own. Only a supervisor, the ERP team and an administrator may name another.
   * @example "mes"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  sourceSystem?: string;
}
