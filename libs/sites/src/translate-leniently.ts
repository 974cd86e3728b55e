import { MappingError } from '@plantway/canonical';
import type { WorkOrder } from '@plantway/canonical';
import type { Page, Snapshot, UntranslatedFinding } from '@plantway/ports';
import { translateComponent, translateWorkOrder } from './translate-master-data.js';
import type { Vocabulary } from './vocabulary.js';

/** What one object became, and what of it had to be left out. */
interface Translated<T> {
  readonly value: T;
  readonly findings: readonly UntranslatedFinding[];
}

type Translate<T> = (value: T, words: Vocabulary) => T;

/** A page translated row by row: a row that has a code without translation is left out and named, and the others are there. */
export function pageByRow<T>(translate: Translate<T>, idOf: (value: T) => string): Translate<Page<T>> {
  return rows((value, words) => ({ value: translate(value, words), findings: [] }), idOf);
}

/** As `pageByRow`; of an order only the components that cannot be translated are left out. */
export const workOrderPage: Translate<Page<WorkOrder>> = rows(workOrderOf, ({ workOrderId }) => workOrderId);

/** One order, without the components that cannot be translated: they must not stop a confirmation that does not name them. */
export function workOrderSnapshot({ value: order, ...snapshot }: Snapshot<WorkOrder>, words: Vocabulary): Snapshot<WorkOrder> {
  const { value, findings } = workOrderOf(order, words);
  return { ...snapshot, value, ...named(findings) };
}

function rows<T>(translate: (value: T, words: Vocabulary) => Translated<T>, idOf: (value: T) => string): Translate<Page<T>> {
  return (page, words) => {
    const translated = page.items.map((item) => attempt(idOf(item), undefined, () => translate(item, words)));
    return {
      ...page,
      items: translated.flatMap((row) => ('id' in row ? [] : [row.value])),
      ...named(translated.flatMap((row) => ('id' in row ? [row] : row.findings))),
    };
  };
}

function workOrderOf(order: WorkOrder, words: Vocabulary): Translated<WorkOrder> {
  const components = order.components.map((component) => attempt(order.workOrderId, component.componentItemId, () => ({ value: translateComponent(component, words), findings: [] })));
  const complete = translateWorkOrder({ ...order, components: [] }, words);
  return {
    value: { ...complete, components: components.flatMap((component) => ('id' in component ? [] : [component.value])) },
    findings: components.flatMap((component) => ('id' in component ? [component] : [])),
  };
}

/** What `translate` says, or what it misses. */
function attempt<T>(id: string, part: string | undefined, translate: () => Translated<T>): Translated<T> | UntranslatedFinding {
  try {
    return translate();
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return { id, ...(part === undefined ? {} : { part }), table: String(error.details.table), missing: String(error.details.missing) };
  }
}

function named(findings: readonly UntranslatedFinding[]): { findings?: readonly UntranslatedFinding[] } {
  return findings.length === 0 ? {} : { findings };
}
