/** The zip that is uploaded to Teams: the same bytes for the same input, on every machine. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type AppManifest, AppManifestUtils } from '@microsoft/app-manifest';
import { ZipFile } from 'yazl';
import type { Manifest } from './manifest.ts';

/**
 * Validates the manifest against Microsoft's schema, which its package brings along, and packs it with the icons.
 * @throws Error naming every place where the manifest does not follow the schema
 */
export async function packageOf(manifest: Manifest): Promise<Buffer> {
  const wrong = await AppManifestUtils.validateAgainstSchema(manifest as AppManifest);
  if (wrong.length > 0) throw new Error(`The manifest does not follow its schema:\n${wrong.join('\n')}`);
  // Times in a zip are local: said as local time, it is the same everywhere.
  // Nothing is packed, since two versions of zlib pack differently.
  const entry = { mtime: new Date(2000, 0, 1), mode: 0o100644, compress: false, forceDosTimestamp: true };
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json', entry);
  for (const icon of [manifest.icons.color, manifest.icons.outline]) {
    zip.addBuffer(await readFile(new URL(`./icons/${icon}`, import.meta.url)), icon, entry);
  }
  zip.end();
  return buffer(zip.outputStream);
}
