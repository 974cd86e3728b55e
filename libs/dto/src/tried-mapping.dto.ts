import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';
import { Rule } from './checks.js';
import { OptionalNested } from './nested.js';

const isCode = (code: unknown): boolean => typeof code === 'string' && code.length >= 1 && code.length <= 64;
const isTable = (table: unknown): boolean => {
  if (typeof table !== 'object' || table === null) return true; // another decorator refuses it
  const rows = Object.entries(table);
  return rows.length <= 10_000 && rows.every(([ours, theirs]) => isCode(ours) && isCode(theirs));
};
const IsCodeTable = (): PropertyDecorator => Rule('isCodeTable', isTable, '$property must give each code of ours a code of the ERP, 1 to 64 characters, for at most 10,000 codes');
const table = (description: string, example: Record<string, string>) => ({ description, type: 'object' as const, additionalProperties: { type: 'string' as const }, example });

/** Code tables for the ERP that a site uses, ours → theirs, one to one, as in the site's file under `erpCodes`. */
export class CodeTablesDto {
  /**
   * Units: UN/ECE Rec. 20 code → code of the ERP.
   * @example { "H87": "PC", "KGM": "KG" }
   */
  @ApiProperty(table('UN/ECE Rec. 20 code → code of the ERP.', { H87: 'PC', KGM: 'KG' }))
  @IsObject() @IsCodeTable()
  units!: Record<string, string>;

  /**
   * Reasons of scrap; left out: the same on both sides.
   * @example { "BURR": "S01" }
   */
  @ApiPropertyOptional(table('Reasons of scrap; left out: the same on both sides.', { BURR: 'S01' }))
  @IsOptional() @IsObject() @IsCodeTable()
  reasons?: Record<string, string>;

  /**
   * Work centers; left out: the same on both sides.
   * @example { "WC-10": "4711" }
   */
  @ApiPropertyOptional(table('Work centers; left out: the same on both sides.', { 'WC-10': '4711' }))
  @IsOptional() @IsObject() @IsCodeTable()
  workCenters?: Record<string, string>;

  /**
   * Items; left out: the cross-reference tells.
   * @example { "FG-100": "M-000100" }
   */
  @ApiPropertyOptional(table('Items; left out: the cross-reference tells.', { 'FG-100': 'M-000100' }))
  @IsOptional() @IsObject() @IsCodeTable()
  items?: Record<string, string>;
}

/** A mapping that is tried without running: exactly one of both. */
export class TriedMappingDto {
  /**
   * A draft of the tables.
   * @example { "units": { "H87": "PC", "KGM": "KG" } }
   */
  @OptionalNested(() => CodeTablesDto)
  codes?: CodeTablesDto;

  /**
   * A revision of the site, whose tables are tried.
   * @example 7
   */
  @IsOptional() @IsInt() @Min(1) @Max(2_147_483_647)
  revision?: number;
}
