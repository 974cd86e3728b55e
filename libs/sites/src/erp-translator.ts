import { PlantwayError } from '@plantway/canonical';
import type { CrossReference } from './cross-reference.js';
import type { SiteConfiguration } from './site-configuration.js';
import { QuestionCollector, SiteVocabulary } from './vocabulary.js';
import type { Direction, Vocabulary } from './vocabulary.js';

/** Translates the values of one call. Ids are looked up together, in one statement per translation, and in none when there is no id. */
export class ErpTranslator {
  /** Ids that the ERP calls otherwise, theirs → ours: the items of the site's table, and whatever this call met. */
  private readonly renamed: Map<string, string>;

  constructor(private readonly site: SiteConfiguration, private readonly crossReference: CrossReference) {
    const items = Object.entries(site.erpCodes[site.erp.backend]?.items ?? {});
    this.renamed = new Map(items.filter(([ours, theirs]) => ours !== theirs).map(([ours, theirs]) => [theirs, ours]));
  }

  toErp<T>(say: (words: Vocabulary) => T): Promise<T> {
    return this.translate('toErp', say);
  }

  fromErp<T>(say: (words: Vocabulary) => T): Promise<T> {
    return this.translate('fromErp', say);
  }

  /** Whether any of the lots is called otherwise on one of the sides, whatever item it belongs to. */
  async knowsLots(lotIds: readonly string[]): Promise<boolean> {
    const rows = await this.crossReference.rows(this.site.siteId, this.site.erp.backend, lotIds.map((id) => ({ entity: 'lot', id })));
    return rows.length > 0;
  }

  /** Runs a call to the ERP; an error that names one of the ERP's numbers names ours beside it. */
  async explained<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof PlantwayError) error.message = this.inOurWords(error.message);
      throw error;
    }
  }

  private async translate<T>(direction: Direction, say: (words: Vocabulary) => T): Promise<T> {
    const collector = new QuestionCollector();
    say(collector);
    const rows = await this.crossReference.rows(this.site.siteId, this.site.erp.backend, collector.questions());
    for (const { foreignId, plantwayId } of rows) this.renamed.set(foreignId, plantwayId);
    return say(new SiteVocabulary(this.site, rows, direction));
  }

  private inOurWords(message: string): string {
    return message.replace(/[^\s,;:'"()]+/g, (word) => {
      const ours = this.renamed.get(word.replace(/\.$/, ''));
      return ours === undefined ? word : `${ours} (${word.replace(/\.$/, '')} in ${this.site.erp.backend})${word.endsWith('.') ? '.' : ''}`;
    });
  }
}
