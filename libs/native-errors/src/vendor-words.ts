import type { Vendor, WireShape } from './native-answer.js';
import type { NativeErrorRow } from './native-row.js';
import { dynamicsOData, dynamicsProcessed, dynamicsService } from './shapes/dynamics.js';
import { m3Version1, m3Version2 } from './shapes/m3.js';
import { oracleErrorsInside, oracleProblem, oracleText } from './shapes/oracle.js';
import { sapFunctionMessage, sapOData, sapSoapFault } from './shapes/sap.js';
import { simulatedError } from './shapes/simulated.js';
import { DYNAMICS_365 } from './tables/dynamics-365.js';
import { HTTP_ROWS } from './tables/http.js';
import { INFOR_M3 } from './tables/infor-m3.js';
import { ORACLE_FUSION } from './tables/oracle-fusion.js';
import { SAP_S4HANA } from './tables/sap-s4hana.js';
import { SIMULATED } from './tables/simulated.js';

/** How a vendor says that something went wrong. */
export interface VendorWords {
  readonly shapes: readonly WireShape[];
  /** The first row that fits counts. */
  readonly rows: readonly NativeErrorRow[];
  /** What an error in a documented shape means that no row knows: a rule said no, or, where every error is documented, nobody knows. */
  readonly unlisted: 'refused' | 'inDoubt';
}

export const VENDOR_WORDS: Readonly<Record<Vendor, VendorWords>> = {
  sapS4hana: { shapes: [sapOData, sapFunctionMessage, sapSoapFault], rows: [...SAP_S4HANA, ...HTTP_ROWS], unlisted: 'refused' },
  oracleFusion: { shapes: [oracleProblem, oracleErrorsInside, oracleText], rows: [...ORACLE_FUSION, ...HTTP_ROWS], unlisted: 'refused' },
  dynamics365: { shapes: [dynamicsOData, dynamicsProcessed, dynamicsService], rows: [...DYNAMICS_365, ...HTTP_ROWS], unlisted: 'refused' },
  inforM3: { shapes: [m3Version2, m3Version1], rows: [...INFOR_M3, ...HTTP_ROWS], unlisted: 'refused' },
  simulated: { shapes: [simulatedError], rows: SIMULATED, unlisted: 'inDoubt' },
};
