import { MappingError } from '@plantway/canonical';
import type { CrossReferenceEntity, CrossReferenceQuestion, CrossReferenceRow } from './cross-reference.js';
import type { ErpCodes, SiteConfiguration } from './site-configuration.js';

/** Puts one value into the other side's words. */
export interface Vocabulary {
  workOrder(id: string): string;
  item(id: string): string;
  /** `itemId` in the words of the side that the lot comes from; undefined where the canonical object does not name the item. */
  lot(id: string, itemId: string | undefined): string;
  unit(code: string): string;
  reason(code: string): string;
  workCenter(code: string): string;
}

/** Which way a value goes: towards the ERP, or from it to us. */
export type Direction = 'toErp' | 'fromErp';

/** A vocabulary that changes nothing and notes which ids would have to be looked up. */
export class QuestionCollector implements Vocabulary {
  private readonly seen = new Map<string, CrossReferenceQuestion>();

  questions(): readonly CrossReferenceQuestion[] {
    return [...this.seen.values()];
  }

  workOrder = (id: string): string => this.note('workOrder', id);
  item = (id: string): string => this.note('item', id);
  lot = (id: string, itemId: string | undefined): string => {
    if (itemId !== undefined) this.note('item', itemId); // the scope of a lot is our item id, which must be found out as well
    return this.note('lot', id);
  };
  unit = (code: string): string => code;
  reason = (code: string): string => code;
  workCenter = (code: string): string => code;

  private note(entity: CrossReferenceEntity, id: string): string {
    this.seen.set(`${entity} ${id}`, { entity, id });
    return id;
  }
}

/** The words of one site's ERP, in one direction. @throws MappingError naming the table and the row that is missing */
export class SiteVocabulary implements Vocabulary {
  private readonly backend: string;

  constructor(private readonly site: SiteConfiguration, private readonly rows: readonly CrossReferenceRow[], private readonly direction: Direction) {
    this.backend = site.erp.backend;
  }

  workOrder = (id: string): string => this.id('workOrder', id, '');
  item = (id: string): string => (this.hasItemCodes() ? this.code('items', id) : this.id('item', id, ''));
  unit = (code: string): string => this.code('units', code);
  reason = (code: string): string => this.code('reasons', code);
  workCenter = (code: string): string => this.code('workCenters', code);

  lot = (id: string, itemId: string | undefined): string => {
    if (itemId === undefined) return this.id('lot', id, undefined);
    return this.id('lot', id, this.direction === 'toErp' ? itemId : this.item(itemId));
  };

  /** A site that lists its items as codes means all of them: the list is asked and not the cross-reference. */
  private hasItemCodes(): boolean {
    return this.site.erpCodes[this.backend]?.items !== undefined;
  }

  /** `scope` undefined looks in every scope; a second meaning there is refused rather than guessed. */
  private id(entity: CrossReferenceEntity, id: string, scope: string | undefined): string {
    const [here, there] = this.direction === 'toErp' ? (['plantwayId', 'foreignId'] as const) : (['foreignId', 'plantwayId'] as const);
    const near = this.rows.filter((row) => row.entity === entity && (scope === undefined || row.scope === scope));
    const translations = new Set(near.filter((row) => row[here] === id).map((row) => row[there]));
    if (translations.size > 1) throw this.missing(`cross-reference ${entity}`, id, `${entity} ${id} has several meanings; which item it belongs to is not said`);
    const [translation] = translations;
    if (translation !== undefined) return translation;
    const taken = near.find((row) => row[there] === id);
    if (taken === undefined) return id; // no row: called the same on both sides
    const problem = this.direction === 'toErp'
      ? `${entity} ${id} is the number that ${this.backend} gives to our ${taken[here]}; use ${taken[here]}, or add the row of ${id}`
      : `${this.backend} has a ${entity} ${id} that is not in the cross-reference, and our ${id} is its ${taken[here]}`;
    throw this.missing(`cross-reference ${entity}`, id, problem);
  }

  private code(table: keyof ErpCodes, code: string): string {
    const codes = this.site.erpCodes[this.backend]?.[table];
    if (codes === undefined) {
      if (table === 'units') throw this.missing(table, code, `unit ${code} has no row`);
      return code;
    }
    const found = this.direction === 'toErp'
      ? (Object.hasOwn(codes, code) ? codes[code] : undefined)
      : Object.keys(codes).find((ours) => codes[ours] === code);
    if (found === undefined) throw this.missing(table, code, `${table} has no row for ${code} of ${this.direction === 'toErp' ? 'ours' : this.backend}`);
    return found;
  }

  private missing(table: string, missing: string, problem: string): MappingError {
    const name = table.startsWith('cross-reference') ? table : `erpCodes/${this.backend}/${table}`;
    return new MappingError('CODE_NOT_MAPPED', `${problem}. Complete ${name} of site ${this.site.siteId}, then resubmit.`, {
      details: { table: name, missing, siteId: this.site.siteId, backend: this.backend, direction: this.direction },
    });
  }
}
