import { WireRow } from '@plantway/wire';

/** The MES's answer does not have the documented shape. Whether that means "in doubt" or "defect" depends on what was asked. */
export class WebhookShapeError extends Error {
  override readonly name = 'WebhookShapeError';
}

/** One answer of the MES: its status, and the JSON object of its body read field by field; hostile until it was looked at. */
export class WebhookAnswer {
  private readonly fields: Readonly<Record<string, unknown>>;

  /** @throws WebhookShapeError when the body is not one JSON object */
  constructor(readonly status: number, body: string) {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch (cause) {
      throw new WebhookShapeError('its body is not JSON', { cause });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new WebhookShapeError('its body is not an object');
    this.fields = value as Record<string, unknown>;
  }

  /** The whole of it, for what is more than a few fields. */
  get row(): WireRow {
    return WireRow.of(this.fields);
  }

  /** A text that must be there and say something. */
  text(field: string, longest = 4_000): string {
    const value = this.fields[field];
    if (typeof value !== 'string' || value === '' || value.length > longest) throw new WebhookShapeError(`/${field} is not a text of 1 to ${longest} characters`);
    return value;
  }

  /** A whole number from 1. */
  count(field: string): number {
    const value = this.fields[field];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 2_147_483_647) throw new WebhookShapeError(`/${field} is not a whole number from 1`);
    return value;
  }
}
