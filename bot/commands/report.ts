import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExportedFile } from '../../analysis/sections.ts';
import { htmlReport } from '../../cards/index.ts';
import { mustBePrivate } from '../hand-over.ts';
import type { Services } from '../services.ts';
import type { ExportOrder } from '../turn.ts';
import { enteredCase } from './_case.ts';
import { type CommandTurn, defineCommand, EVERYWHERE, noArgs } from './_command.ts';
import { managerInput } from './_manager.ts';

const ABOUT = 'The summary for managers with the evidence after it, one file to read, print or save as PDF';

export const command = defineCommand<null>({
  name: 'report',
  aliases: ['print', 'printable report'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'hand-on',
  summary: 'The same as a file to print: what happened in plain words, then the evidence. In private chat.',
  examples: ['report'],
  parse: noArgs,
  async run(_none, turn, services) {
    const caseId = enteredCase(turn);
    const input = await managerInput(caseId, services);
    const instead = 'Or write manager to read the same here, as a card.';
    mustBePrivate(turn.place, services, `case ${input.case.name}, then report`, instead);
    const write: ExportOrder['write'] = (_onProgress, signal) => written(input, turn, services, signal);
    return [{ do: 'export', order: { case: input.case, kind: 'report', about: ABOUT, write } }];
  },
});

/** Below the case's own folder, so that it is deleted with the case; put in its place when it is whole. */
async function written(
  input: Awaited<ReturnType<typeof managerInput>>,
  { caller, role }: CommandTurn,
  { engine, dataFolder, version }: Services,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const caseId = input.case.id;
  const namesHidden = role === 'viewer';
  const name = `report-${caseId}${namesHidden ? '-names-hidden' : ''}.html`;
  const folder = join(dataFolder, 'cases', caseId, 'exports');
  const path = join(folder, name);
  const unfinished = `${path}.${process.hrtime.bigint()}.part`;
  await mkdir(folder, { recursive: true });
  const digest = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const pieces = htmlReport({
    ...input,
    read: (section, query) => engine.section(caseId, section, query),
    by: caller.name,
    version,
    namesHidden,
  });
  try {
    await pipeline(Readable.from(pieces), counted, createWriteStream(unfinished), { signal });
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  return { kind: 'report', name, path, bytes, sha256: digest.digest('hex') };
}
