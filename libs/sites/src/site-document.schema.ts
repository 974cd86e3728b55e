import { CLOSED_PERIOD_POLICIES, DEFAULT_CONFIRMATION_POLICY } from '@plantway/canonical';
import { Ajv } from 'ajv';

const key = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' };
const words = { type: 'string', minLength: 1, maxLength: 200 };
const timeOfDay = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
const strict = (required: readonly string[], properties: Record<string, unknown>) => ({ type: 'object', additionalProperties: false, required, properties });
const codes = { type: 'array', items: strict(['code', 'description'], { code: key, description: words, active: { type: 'boolean', default: true } }) };
const codeTable = { type: 'object', propertyNames: { minLength: 1 }, additionalProperties: { type: 'string', minLength: 1, maxLength: 64 } };

const decimalAboveZero = { type: 'string', pattern: '^(?!0+(\\.0+)?$)[0-9]{1,18}(\\.[0-9]{1,12})?$' };
const { closedPeriod, runningTotals } = DEFAULT_CONFIRMATION_POLICY;

/** JSON Schema of `site.yaml`: what a site's file may say, and nothing else. What goes beyond a single value is checked by `faultsOfMeaning`. */
export const SITE_DOCUMENT_SCHEMA = strict(['siteId', 'name', 'timeZone', 'currency', 'dayStartsAt', 'shifts', 'erp', 'erpCodes', 'referenceData'], {
  siteId: { type: 'string', pattern: '^[A-Z][A-Z0-9-]{0,15}$' },
  name: words,
  timeZone: { type: 'string' },
  currency: { type: 'string' },
  dayStartsAt: timeOfDay,
  shifts: { type: 'array', minItems: 1, items: strict(['shiftId', 'name', 'startsAt', 'endsAt'], { shiftId: key, name: words, startsAt: timeOfDay, endsAt: timeOfDay }) },
  erp: strict(['backend'], { backend: { type: 'string' } }),
  mes: strict(['backend'], { backend: { type: 'string' } }),
  postingDates: { ...strict([], { closedPeriod: { enum: CLOSED_PERIOD_POLICIES, default: closedPeriod } }), default: {} },
  runningTotals: {
    ...strict([], {
      firstReading: { enum: ['baseline', 'countedFromZero'], default: runningTotals.firstReading },
      resetAboveDropPercent: { type: 'string', pattern: '^(100|[0-9]{1,2}(\\.[0-9]{1,12})?)$', default: runningTotals.resetAboveDropPercent },
      rollOver: strict(['at', 'largestStep'], { at: decimalAboveZero, largestStep: decimalAboveZero }),
    }),
    default: {},
  },
  erpCodes: { type: 'object', additionalProperties: strict(['units'], { units: { ...codeTable, minProperties: 1 }, reasons: codeTable, workCenters: codeTable }) },
  referenceData: strict(['reasons', 'units', 'workCenters', 'downtimeReasons'], { reasons: codes, units: { ...codes, minItems: 1 }, workCenters: codes, downtimeReasons: codes }),
});

/** Checks the shape and fills in defaults; `errors` then holds every fault, not only the first. */
export const validateSiteShape = new Ajv({ allErrors: true, useDefaults: true, strict: true }).compile(SITE_DOCUMENT_SCHEMA);
