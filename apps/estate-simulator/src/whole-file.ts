import { open, rename } from 'node:fs/promises';

/** Replaces a file of this user only, whole or not at all, and on disk when it resolves. */
export async function writeWholeFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
