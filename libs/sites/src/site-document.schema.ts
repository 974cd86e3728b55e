import { CLOSED_PERIOD_POLICIES, DEFAULT_CONFIRMATION_POLICY, DURATION, EQUIPMENT_LEVELS, MESSAGE_KINDS, SOURCE_SEQUENCE_SCOPES } from '@plantway/canonical';
import { Ajv, type ValidateFunction } from 'ajv';
import { OWNED_OBJECTS, SYSTEM_FAMILIES } from './site-configuration.js';
import { DEFAULT_EQUIPMENT_POLICY } from './site-defaults.js';

type Schema = Readonly<Record<string, unknown>>;

const key = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' };
const words = { type: 'string', minLength: 1, maxLength: 200 };
const timeOfDay = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
const day = { type: 'string', pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' };
const strict = (required: readonly string[], properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', additionalProperties: false, required, properties });
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const anyOf = (names: readonly string[], value: Schema): Schema => strict([], Object.fromEntries(names.map((name) => [name, value])));
const told = (description: string, schema: Schema): Schema => ({ description, ...schema });
const code = { code: key, description: words, active: { type: 'boolean', default: true } };
const codes = listOf(strict(['code', 'description'], code));
const codeTable = { type: 'object', propertyNames: { minLength: 1 }, additionalProperties: { type: 'string', minLength: 1, maxLength: 64 } };
const backend = strict(['backend'], { backend: { type: 'string' } });
const isoDays = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'integer', minimum: 1, maximum: 7 } };
const system = strict(['backend'], {
  backend: { type: 'string' },
  instance: told('Name of the installation, when several sites share it: they then share its circuit and its limits.', key),
  limits: told('What the system bears, from all workers together; the settings of the gateway count where nothing is said.', strict([], {
    concurrentRequests: told('Messages on their way at the same time.', { type: 'integer', minimum: 1, maximum: 1_000 }),
    requestsPerSecond: told('Writes and read-backs in a second; below 1 for less than one.', { type: 'number', minimum: 0.01, maximum: 100_000 }),
  })),
  maintenanceWindows: told('When nothing is sent to the system, plant-local; a window that ends not after its start ends on the next day.', listOf(strict(['startsAt', 'endsAt'], {
    days: told('ISO 8601 days of the week on which it begins, 1 is Monday; every day when neither they nor a date are named.', isoDays),
    date: told('The one day on which it begins.', day), startsAt: timeOfDay, endsAt: timeOfDay,
  }))),
});
const seconds = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum });

const decimalAboveZero = { type: 'string', pattern: '^(?!0+(\\.0+)?$)[0-9]{1,18}(\\.[0-9]{1,12})?$' };
const { closedPeriod, runningTotals, sourceSequence } = DEFAULT_CONFIRMATION_POLICY;
/** How something that counts is read. */
const counting = (resetAboveDropPercent: string): Readonly<Record<string, Schema>> => ({
  resetAboveDropPercent: { type: 'string', pattern: '^(100|[0-9]{1,2}(\\.[0-9]{1,12})?)$', default: resetAboveDropPercent },
  rollOver: strict(['at', 'largestStep'], { at: decimalAboveZero, largestStep: decimalAboveZero }),
});

const REQUIRED = ['siteId', 'name', 'timeZone', 'currency', 'dayStartsAt', 'shifts', 'erp', 'erpCodes', 'referenceData'];
const PROPERTIES: Readonly<Record<string, Schema>> = {
  siteId: told('Capital letters, digits and dashes; the name of the folder.', { type: 'string', pattern: '^[A-Z][A-Z0-9-]{0,15}$' }),
  extends: told('Template in sites/templates that says everything that this file leaves out.', { type: 'string', pattern: '^[a-z][a-z0-9-]{0,63}$' }),
  name: told('What people call the plant.', words),
  timeZone: told('IANA zone, "Europe/Berlin".', { type: 'string' }),
  currency: told('ISO 4217.', { type: 'string' }),
  dayStartsAt: told('When the production day begins, plant-local.', timeOfDay),
  shifts: told('Plant-local; a shift that ends not after its start ends on the next day.', {
    type: 'array', minItems: 1, items: strict(['shiftId', 'name', 'startsAt', 'endsAt'], { shiftId: key, name: words, startsAt: timeOfDay, endsAt: timeOfDay }),
  }),
  workCalendar: told('When the plant works, beyond its shifts.', strict([], {
    workDays: told('ISO 8601 days of the week on which shifts begin, 1 is Monday.', isoDays),
    nonWorkingDays: told('Plant-local days.', { ...listOf(day), uniqueItems: true }),
    breaks: told('Planned breaks within shifts.', listOf(strict(['shiftId', 'startsAt', 'endsAt'], { shiftId: key, startsAt: timeOfDay, endsAt: timeOfDay }))),
  })),
  erp: told('The ERP of the site.', system),
  mes: told('How job orders reach the MES; left out, they are only offered.', system),
  systems: told('The other systems of the site; a family that is left out has none.', strict([], { ...Object.fromEntries(SYSTEM_FAMILIES.map((family) => [family, system])), equipment: backend })),
  postingDates: told('What becomes of a report for a closed period.', { ...strict([], { closedPeriod: { enum: CLOSED_PERIOD_POLICIES, default: closedPeriod } }), default: {} }),
  runningTotals: told('How running totals of a MES are read.', {
    ...strict([], {
      firstReading: { enum: ['baseline', 'countedFromZero'], default: runningTotals.firstReading },
      ...counting(runningTotals.resetAboveDropPercent),
    }),
    default: {},
  }),
  sourceSequence: told('How the MES numbers what it reports.', {
    ...strict([], {
      gapTimeout: told('How long a missing number is waited for, ISO 8601.', { type: 'string', pattern: DURATION.source, default: sourceSequence.gapTimeout }),
      scope: told('What one sequence of numbers counts: what is reported of one operation, one work order, or the whole site.', { enum: SOURCE_SEQUENCE_SCOPES, default: sourceSequence.scope }),
      startsAt: told('1: every sequence begins there; any: the first number that is seen is the beginning. Left out: any for a site, else 1.', { enum: [1, 'any'] }),
    }),
    default: {},
  }),
  plannedOrders: told('When a published planned order becomes a work order: at once, when a second person agrees, or when somebody asks for it.', strict(['conversion'], { conversion: { enum: ['automatic', 'approve', 'manual'] } })),
  erpCodes: told('How each ERP writes our codes: ours → theirs, one to one.', {
    type: 'object', additionalProperties: strict(['units'], { units: { ...codeTable, minProperties: 1 }, reasons: codeTable, workCenters: codeTable, items: codeTable }),
  }),
  referenceData: told('The codes of the plant.', strict(['reasons', 'units', 'workCenters', 'downtimeReasons'], {
    reasons: codes, units: { ...codes, minItems: 1 }, workCenters: codes,
    downtimeReasons: listOf(strict(['code', 'description'], { ...code, parentCode: key, isPlanned: { type: 'boolean', default: false } })),
  })),
  equipment: told('The equipment hierarchy: areas (lines), work centers, work units. Source: ISA-95 part 1.', listOf(strict(['equipmentId', 'level', 'description'], { equipmentId: key, level: { enum: EQUIPMENT_LEVELS }, description: words, parentId: key }))),
  equipmentPolicy: told('What the site decides about machines that stand still.', strict([], {
    microStopBelowSeconds: told('A shorter stop alarms nobody, seconds.', seconds(0, 3_600)),
    replanWindowSeconds: told('What happens on one line within this time makes one replan, seconds.', seconds(1, 86_400)),
    faultCodes: told('Fault code of a machine → code of downtimeReasons.', { type: 'object', additionalProperties: key }),
    counters: told('How the counters of the machines are read: a greater drop is a new beginning, percent; where they roll over, and the most that is counted between two readings.', strict([], counting(DEFAULT_EQUIPMENT_POLICY.counters.resetAboveDropPercent))),
  })),
  reconciliation: told('When the books are compared with the ERP each night.', strict([], { nightlyAt: told('Plant-local.', timeOfDay) })),
  latencyTargets: told('How long a message of the kind may take until it is posted, seconds.', anyOf(MESSAGE_KINDS, seconds(1, 604_800))),
  ownership: told('Roles, or source:NAME of a source system, that may write each object.', anyOf(OWNED_OBJECTS, { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', pattern: '^(source:)?[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' } })),
  demoPlant: told('Demo plant whose machines, items and orders the estate simulator gives this site; left out at a real one.', { type: 'string', pattern: '^[A-Z][A-Z0-9-]{0,15}$' }),
};

/** JSON Schema of a whole site, its template included: what a site may say, and nothing else. What goes beyond a single value is checked by `MEANING_CHECKS`. */
export const SITE_DOCUMENT_SCHEMA = strict(REQUIRED, PROPERTIES);

/** JSON Schema of `site.yaml` as it lies in its folder, for editors: whatever the template says may be left out. */
export const SITE_FILE_SCHEMA = { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Plantway site', ...strict(['siteId'], PROPERTIES) };

/** JSON Schema of a template: a part of a site, and what of it a site may say otherwise. */
const SITE_TEMPLATE_SCHEMA = strict(['mayVary', 'site'], {
  mayVary: told('Paths such as referenceData.reasons that a site that extends it may say itself; anything else is governed here.', { type: 'array', items: { type: 'string', pattern: '^[A-Za-z][A-Za-z-]*(\\.[A-Za-z][A-Za-z-]*)*$' } }),
  site: { type: 'object' },
});

const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: true });
/** Checks the shape and fills in defaults; `errors` then holds every fault, not only the first. */
export const validateSiteShape: ValidateFunction = ajv.compile(SITE_DOCUMENT_SCHEMA);
/** As above, for a template. */
export const validateTemplateShape: ValidateFunction = ajv.compile(SITE_TEMPLATE_SCHEMA);
