import type { GenealogyReader, LotGenealogy, TracedLot } from '@plantway/execution';
import { ProblemException } from '@plantway/http';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { GENEALOGY_READER, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { LotGenealogyDto } from './lot-genealogy.dto.js';

/** Traces lots: what went into one, and where one went. */
@ApiTags('Execution')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/items/:itemId/lots/:lotId')
export class GenealogyController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(GENEALOGY_READER) private readonly reader: GenealogyReader) {}

  /**
   * Trace a lot one step each way.
   *
   * Which operations made it, what went into it, and which operations used it with the lots that they made. A report that names the lots that it made has used its material for those; material of any other
   * report, and material that was reported apart, may be in every lot of its order. Reports that were taken back are left out.
   */
  @Get('genealogy')
  @ApiParam({ name: 'itemId', description: 'The item.', example: 'FG-100' })
  @ApiParam({ name: 'lotId', description: 'Its lot.', example: 'FG100-0815' })
  @ApiOkResponse({ type: LotGenealogyDto, description: 'The lot among its neighbours.' })
  async readLotGenealogy(@Param('siteId') siteId: string, @Param('itemId') itemId: string, @Param('lotId') lotId: string): Promise<LotGenealogyDto> {
    const { siteId: site } = siteOf(this.sites, siteId);
    const genealogy = await this.reader.lot(site, { itemId, lotId });
    if (genealogy === undefined) {
      throw new ProblemException('NOT_FOUND', {
        detail: `No report that stands has made or used lot ${lotId} of ${itemId} at site ${siteId}.`,
        findings: [{ path: '/path/lotId', problem: 'is in no report of this site that stands', fix: 'Check item and lot. A report counts once it stands in the ERP, and until it is taken back.' }],
      });
    }
    return toLotGenealogy(genealogy);
  }
}

function toLotGenealogy({ siteId, madeBy, madeOf, usedBy, ...lot }: LotGenealogy): LotGenealogyDto {
  const path = ({ itemId, lotId }: TracedLot): string => `/process/v1/sites/${siteId}/items/${encodeURIComponent(itemId)}/lots/${encodeURIComponent(lotId)}/genealogy`;
  return {
    siteId, ...lot,
    madeBy: [...madeBy],
    madeOf: madeOf.map(({ lotId, ...used }) => ({ ...used, serialNumbers: [...used.serialNumbers], ...(lotId !== undefined && { lotId, genealogy: path({ itemId: used.itemId, lotId }) }) })),
    usedBy: usedBy.map((use) => ({ ...use, serialNumbers: [...use.serialNumbers], lots: use.lots.map((made) => ({ ...made, genealogy: path(made) })) })),
  };
}
