export type {
  BalancesFact, ConfirmationFact, CostEntryFact, EnteredAmounts, ErpCostLine, ErpFact, ErpItem, ErpOrderComponent, ErpOrderOperation, ErpStockLine, FollowUpFact, OrderFact, OrderHoldChange,
  PlantFact, StockDocumentFact,
} from './erp-fact.js';
export type { Explanation } from './explanation.js';
export { COUNTED_LISTS } from './erp-fact.js';
export type {
  ConsumedFact, MachineStretch, MadeAmounts, MesFact, MesStatusFact, RefusedFact, ReportedConsumption, ReportedFact, ReportedOutput, ReversedFact, SentConsumption,
  SentReport,
} from './mes-fact.js';
export { countersSource, ERP_STREAMS, erpSource, mayHaveGaps, mesSource, mesStatusSource, peopleSource, systemSource, systemsSource, systemStatusSource } from './observation.js';
export type { ErpStream, Fact, Observation } from './observation.js';
export { SYSTEM_FAMILIES } from './system-fact.js';
export type {
  CounterReadFact, CounterSeenFact, CustomerOrderFact, MachineRuleFact, MachineStoppedFact, MachineWentOnFact, MaintenanceAskedFact, NonconformityFact, PlannedOrderFact, PlantCalendarFact, PromisedFact, QualityDecidedFact, ReplanFact,
  SaidInVainFact, ScheduledFact, SystemFact, SystemFamily, SystemsFact, SystemStatusFact,
} from './system-fact.js';
export { readExplanation, readObservations } from './read-observations.js';
export { expectedReference } from './reference.js';
export type { ReferenceOwner } from './reference.js';
export { grade } from './grading/grade.js';
export type { GradeOptions } from './grading/grade.js';
export { FINDING_KINDS } from './grading/grade.types.js';
export type { Finding, FindingKind, Grade, SiteTotals } from './grading/grade.types.js';
export { ObservationStore, StoreError } from './store/observation-store.js';
export type { AddAnswer } from './store/observation-store.js';
export type { SourcePlaces } from './store/told-places.js';
