import { BusinessException } from '@plantway/canonical';

/** What the ERP shows; undefined when it has no such object. */
export async function foundInErp<Shown>(read: () => Promise<Shown>): Promise<Shown | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
