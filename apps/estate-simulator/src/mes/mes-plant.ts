import type { OtherOutput } from '@plantway/canonical';

/** A work center as the MES knows it. */
export interface MesWorkCenter {
  readonly workCenterId: string;
  /** Machines of the same kind; each makes one run at a time. */
  readonly units: readonly string[];
  /** Business seconds that one piece takes. */
  readonly secondsAPiece: number;
}

/** What falls off beside the pieces of an operation. */
export interface SideOutput {
  readonly itemId: string;
  readonly operationId: string;
  readonly output: Omit<OtherOutput, 'quantity' | 'lotId'>;
  /** Amount for each piece worked on, decimal text, and its unit. */
  readonly aPiece: string;
  readonly unit: string;
}

/** One plant as its MES knows it: the vendor's master data, kept in the MES and in no other system. */
export interface MesPlant {
  readonly siteId: string;
  /** `push`: job orders come by webhook. `pull`: the MES fetches them. */
  readonly style: 'push' | 'pull';
  /** The MES knows only running totals of an operation and reports these. */
  readonly cumulative: boolean;
  /** IANA zone in which it writes its times. */
  readonly timeZone: string;
  readonly workCenters: readonly MesWorkCenter[];
  /** Pseudonyms of those who work there; a run needs one of them. */
  readonly persons: readonly string[];
  readonly scrapReasons: readonly string[];
  readonly sideOutputs: readonly SideOutput[];
}

function workCenter(workCenterId: string, secondsAPiece: number): MesWorkCenter {
  return { workCenterId, units: ['A', 'B', 'C', 'D'].map((letter) => `${workCenterId.replace('WC', 'WU')}-${letter}`), secondsAPiece };
}

function persons(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_unused, place) => `${prefix}-${place + 1}`);
}

function sideOutput(itemId: string, operationId: string, type: 'coProduct' | 'byProduct', outputItemId: string, aPiece: string, unit: string): SideOutput {
  return { itemId, operationId, output: { itemId: outputItemId, type }, aPiece, unit };
}

/** The plants that have a MES: one takes webhooks and reports what it made since the report before, the other fetches its work and only counts upwards. */
export const MES_PLANTS: readonly MesPlant[] = [
  {
    siteId: 'BER1', style: 'push', cumulative: false, timeZone: 'Europe/Berlin',
    workCenters: [workCenter('WC-10', 60), workCenter('WC-20', 90), workCenter('WC-30', 75)],
    persons: persons('P', 12), scrapReasons: ['BURR', 'SCRATCH', 'POROSITY', 'WRONG_DIMENSION'],
    sideOutputs: [sideOutput('FG-100', '0010', 'byProduct', 'BY-1', '0.05', 'KGM'), sideOutput('FG-300', '0010', 'coProduct', 'CO-1', '1', 'H87')],
  },
  {
    siteId: 'CHI1', style: 'pull', cumulative: true, timeZone: 'America/Chicago',
    workCenters: [workCenter('MOLD-1', 45), workCenter('WELD-1', 60), workCenter('ASM-1', 80), workCenter('EOL-1', 50)],
    persons: persons('C', 14), scrapReasons: ['FLASH', 'SHORT_SHOT', 'SINK_MARK', 'COLOR_OFF', 'TEST_FAILED'],
    sideOutputs: [sideOutput('CV-510', '0010', 'coProduct', 'CV-511', '1', 'H87'), sideOutput('FL-500', '0010', 'byProduct', 'RG-99', '0.02', 'KGM')],
  },
];
