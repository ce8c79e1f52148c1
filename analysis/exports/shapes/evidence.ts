import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { pageInputs } from '../../case/inputs.ts';
import { writeReport } from '../../case/stream.ts';
import { storedMarkers } from '../../exposure/marking.ts';
import { sha256OfFile } from '../../ingest/bytes/sha256.ts';
import { nameSources } from '../../reference/app-names.ts';
import { digestOf } from '../../reference/digest.ts';
import type { CaseIdentity } from '../../report.ts';
import { type Cell, writeCsv } from '../csv-file.ts';
import { pulledEntries } from '../pulled.ts';
import { lossWords, type ReceivedNow, receivedNow } from '../received.ts';
import type { Exporting, ExportShape } from '../shape.ts';
import { writeZip, type ZipEntry } from '../zip.ts';
import { isTold, writeNotification } from './notification.ts';
import { shape as timeline } from './timeline.ts';

/**
 * The evidence pack. Inside, a zip that is the same bytes for the same inputs, markers and version, so that anybody can
 * make it again and compare: it holds no time of ours, nobody's word and no name of the case. Around it, what does have
 * them: when and by whom it was made, the markers with who set them, what reviewers wrote, and the audit trail.
 */
export const shape: ExportShape = {
  kind: 'evidence',
  ending: 'zip',
  about: 'a zip with the report, the lists, digests of all inputs, versions, and a manifest of SHA-256s',
  write: async (exporting, path) => {
    const inner = join(exporting.workFolder, INNER);
    exporting.onStep('checking the received files');
    const received = await receivedNow(exporting.db, exporting.checkpoint);
    for (const file of received) if (file.state !== 'as received') exporting.onWarning(lossWords(file));
    await writePack(exporting, inner);
    exporting.onStep('closing the evidence pack');
    await writeEnvelope(exporting, inner, received, path);
  },
};

const INNER = 'evidence.zip';
const MANIFEST = 'MANIFEST.sha256';
const BATCH = 1_000;

async function writePack(exporting: Exporting, path: string): Promise<void> {
  const folder = join(exporting.workFolder, 'pack');
  await mkdir(folder);
  const inside = (name: string) => join(folder, name);
  exporting.onStep('writing the report');
  const identity = await anonymous(exporting);
  const report = createWriteStream(inside('report.json'));
  const closed = finished(report);
  closed.catch(() => undefined);
  try {
    await writeReport(exporting.db, identity, exporting.generator, report);
  } finally {
    report.end();
  }
  await closed;
  exporting.checkpoint();
  await writeNotification(exporting, inside('notification.csv'), false);
  await timeline.write(exporting, inside('timeline.csv'));
  await writeCsv(inside('inputs.csv'), INPUT_COLUMNS, inputRows(exporting));
  await writeFile(inside('versions.json'), json({ generator: exporting.generator, appNames: nameSources() }));
  const names = ['inputs.csv', 'notification.csv', 'report.json', 'timeline.csv', 'versions.json'];
  await writeZip(
    path,
    await withManifest(
      names.map((name) => ({ name, path: inside(name) })),
      folder,
    ),
    false,
  );
}

async function writeEnvelope(
  exporting: Exporting,
  inner: string,
  received: readonly ReceivedNow[],
  path: string,
): Promise<void> {
  const { identity, request, generator, workFolder } = exporting;
  const folder = join(workFolder, 'envelope');
  await mkdir(folder);
  const markers = join(folder, 'markers.csv');
  await writeCsv(markers, ['marker', 'verdict', 'set_by', 'set_at'], markerRows(exporting));
  const trail: ZipEntry[] = [];
  for (const [index, file] of (request.trail ?? []).entries()) {
    const copy = join(folder, `trail-${index}`);
    // It may grow meanwhile: what is there now is what goes in.
    const { size } = await stat(file.path);
    if (size === 0) await writeFile(copy, '');
    else await pipeline(createReadStream(file.path, { end: size - 1 }), createWriteStream(copy));
    trail.push({ name: `trail/${index + 1}-${plainName(file.name)}`, path: copy });
  }
  const told: ZipEntry[] = [];
  if (await isTold(exporting)) {
    told.push({ name: 'notification-reviewed.csv', path: join(folder, 'reviewed.csv') });
    await writeNotification(exporting, join(folder, 'reviewed.csv'), true);
  }
  const envelope = join(folder, 'envelope.json');
  await writeFile(
    envelope,
    json({
      exportedAt: new Date().toISOString(),
      exportedBy: request.by ?? null,
      case: identity,
      generator,
      evidence: { name: INNER, sha256: await sha256OfFile(inner) },
      receivedFiles: received.map(({ name, sha256, state }) => ({ name, sha256, now: state })),
    }),
  );
  const entries = [
    { name: 'envelope.json', path: envelope },
    { name: INNER, path: inner },
    { name: 'markers.csv', path: markers },
    ...told,
    ...(await pulledEntries(exporting, folder)),
    ...trail,
  ];
  await writeZip(path, await withManifest(entries, folder), true);
}

/** Lines as `sha256sum --check` reads them. */
async function withManifest(entries: ZipEntry[], folder: string): Promise<ZipEntry[]> {
  const lines: string[] = [];
  for (const { name, path } of entries) lines.push(`${await sha256OfFile(path)}  ${name}\n`);
  const path = join(folder, MANIFEST);
  await writeFile(path, lines.join(''));
  return [{ name: MANIFEST, path }, ...entries];
}

/** Named after what was read: the same files in another case are the same evidence. */
async function anonymous({ db }: Exporting): Promise<CaseIdentity> {
  const rows = await db.rows<{ sha256: string }>('SELECT DISTINCT sha256 FROM input');
  const id = `inputs-${digestOf(rows.map(({ sha256 }) => sha256)).slice(0, 16)}`;
  return { id, name: id };
}

const INPUT_COLUMNS = [
  'name',
  'member',
  'sha256',
  'bytes',
  'format',
  'rows',
  'records',
  'duplicates',
  'conflicts',
  'rejected',
  'first',
  'last',
  'acquired_at',
  'acquired_by',
  'searched_from',
  'searched_to',
  'warnings',
] as const;

async function* inputRows({ db }: Exporting): AsyncGenerator<Cell[]> {
  for (let offset = 0; ; offset += BATCH) {
    const inputs = await pageInputs(db, offset, BATCH);
    for (const input of inputs) {
      const { acquired } = input;
      yield [
        input.name,
        input.member,
        input.sha256,
        input.bytes,
        input.format,
        input.rows,
        input.records,
        input.duplicates,
        input.conflicts,
        input.rejected,
        input.first,
        input.last,
        acquired.at,
        acquired.by,
        acquired.from,
        acquired.to,
        input.warnings.join(' '),
      ];
    }
    if (inputs.length < BATCH) return;
  }
}

async function* markerRows({ db }: Exporting): AsyncGenerator<Cell[]> {
  for (const { marker, verdict, set_by, set_at } of await storedMarkers(db)) {
    yield [marker, verdict, set_by, set_at];
  }
}

/** A name inside the zip: no folders, nothing a shell or Windows would trip over. */
function plainName(name: string): string {
  return (
    name
      .replaceAll(/[^\w.-]+/g, '-')
      .replace(/^[.-]+/, '')
      .slice(0, 80) || 'file'
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
