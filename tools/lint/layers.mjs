/**
 * Who may import whom, one row per lib and app; `canonical` and `ports` carry the meaning, the rest is listed by name.
 * Every row becomes one rule of .dependency-cruiser.mjs, and check-layer-fixtures.mjs breaks each once.
 */
const meaning = ['canonical', 'ports'];
/** Those that own tables; `database` is their infrastructure, each other they meet only through published SQL functions. */
const owner = [...meaning, 'database'];
const support = [...meaning, 'dto', 'config', 'database', 'http', 'observability', 'security', 'events', 'sites'];
export const layers = {
  canonical: { path: 'libs/canonical/', may: [] },
  dto: { path: 'libs/dto/', may: ['canonical'] },
  ports: { path: 'libs/ports/', may: ['canonical'] },
  flows: { path: 'libs/flows/', may: meaning },
  clients: { path: 'libs/clients/', may: meaning },
  /** What vendors call their errors: system tier, beside the backends. */
  nativeErrors: { path: 'libs/native-errors/', may: meaning },
  backends: { path: 'libs/backends/', may: [...meaning, 'config', 'observability', 'wire', 'nativeErrors'] },
  simulation: { path: 'libs/simulation/', may: ['canonical'] },
  truthLedger: { path: 'libs/truth-ledger/', may: ['canonical'] },
  messaging: { path: 'libs/messaging/', may: owner },
  events: { path: 'libs/events/', may: owner },
  execution: { path: 'libs/execution/', may: owner },
  conservation: { path: 'libs/conservation/', may: owner },
  sites: { path: 'libs/sites/', may: owner },
  security: { path: 'libs/security/', may: owner },
  observability: { path: 'libs/observability/', may: meaning },
  config: { path: 'libs/config/', may: meaning },
  database: { path: 'libs/database/', may: [...meaning, 'migrations'] },
  http: { path: 'libs/http/', may: [...meaning, 'dto', 'observability', 'security'] },
  mqttBroker: { path: 'libs/mqtt-broker/', may: meaning },
  wire: { path: 'libs/wire/', may: meaning },
  systemApi: { path: 'libs/system-api/', may: support },
  testing: { path: 'libs/testing/', may: [...support, 'flows', 'clients', 'backends', 'simulation', 'messaging', 'execution', 'migrations'] },
  migrations: { path: 'migrations/', may: [] },
  systemApps: { path: 'apps/system-(?!equipment-)', may: [...support, 'backends', 'systemApi'] },
  /** Machines speak by themselves: what they say goes up to the process API, as whoever sends to it does. */
  equipmentApp: { path: 'apps/system-equipment-api/', may: [...support, 'backends', 'clients', 'systemApi'] },
  processApps: { path: 'apps/(process-[^/]+|worker)/', may: [...support, 'flows', 'messaging', 'execution', 'conservation', 'clients'] },
  consumerApi: { path: 'apps/consumer-api/', may: [...support, 'clients'] },
  estateSimulator: { path: 'apps/estate-simulator/', may: ['canonical', 'simulation', 'clients', 'truthLedger'] },
  truthLedgerApp: { path: 'apps/truth-ledger/', may: ['canonical', 'truthLedger'] },
  plantway: { path: 'apps/plantway/', may: [...support, 'backends', 'mqttBroker', 'systemApps', 'equipmentApp', 'processApps', 'consumerApi'] },
};
