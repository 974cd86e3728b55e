export { compareBooks, type AdoptedDocument, type BookFinding, type BookFindingKind, type Books, type KeptReport, type Proposal, type ReportedPart, type ReportEntry, type ToDo } from './compare-books.js';
export { ConservationCheck, type CheckTurn, type ConservationCheckOptions } from './conservation-check.js';
export { ConservationReader, type Drift, type DriftPage, type DriftQuestion, type LastLook } from './conservation-reader.js';
export { orderDifferences, type OrderDifference } from './order-differences.js';
export { compareMes, type MesComparison, type MesDifference, type ReportBooks, type TakenReport } from './mes-comparison.js';
export { nextNight, type NightlyRules } from './next-night.js';
export type { Finding, Reconciliation } from './reconciliation.js';
export { ReconciliationBook, type Approval, type Failed, type FindingPage, type Progress, type ReconciliationPage, type Running, type Wanted } from './reconciliation-book.js';
export { ReconciliationRun, type ReconciliationRunOptions } from './reconciliation-run.js';
