import { SystemRefusal } from './server/system-refusal.js';

/** The writes of a system by their references: the same again is answered as before, another body under the same reference is refused. */
export class WrittenOnce<Record> {
  private readonly byReference = new Map<string, { readonly body: string; readonly record: Record }>();

  /** What stands under the reference; undefined when nothing does. @throws SystemRefusal `REFERENCE_TAKEN` */
  repeated(reference: string, body: unknown): Record | undefined {
    const standing = this.byReference.get(reference);
    if (standing !== undefined && standing.body !== JSON.stringify(body)) throw new SystemRefusal(409, 'REFERENCE_TAKEN', `Something else stands under reference ${reference}.`);
    return standing?.record;
  }

  keep(reference: string, body: unknown, record: Record): void {
    this.byReference.set(reference, { body: JSON.stringify(body), record });
  }

  get size(): number {
    return this.byReference.size;
  }

  /** @throws SystemRefusal `UNKNOWN` */
  find(reference: string): Record {
    const standing = this.byReference.get(reference);
    if (standing === undefined) throw new SystemRefusal(404, 'UNKNOWN', `Nothing stands under reference ${reference}.`);
    return standing.record;
  }
}
