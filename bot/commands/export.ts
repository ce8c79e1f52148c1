import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedFile, Progress } from '../../analysis/sections.ts';
import type { Services } from '../services.ts';
import type { ExportOrder } from '../turn.ts';
import { enteredCase } from './_case.ts';
import { type CommandTurn, defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { identityOf, mustBePrivate } from './_hand-over.ts';

const KINDS = {
  notification: 'One row for each mailbox and message presumed read, with empty columns for a reviewer',
  timeline: 'Accesses by visit, changes and gaps, in order of time',
  evidence: 'The report, the lists, digests of all inputs, versions, and a manifest of SHA-256s',
} as const;
type Kind = keyof typeof KINDS;

export const command = defineCommand<Kind>({
  name: 'export',
  aliases: ['download'],
  args: 'notification|timeline|evidence',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'hand-on',
  summary:
    'A file to hand on: the list for notifications, the timeline, or the evidence pack. In private chat.',
  examples: ['export notification', 'export timeline', 'export evidence'],
  parse(words) {
    const kind = words.toLowerCase().replace(/["']/g, '');
    if (kind in KINDS && Object.hasOwn(KINDS, kind)) return kind as Kind;
    throw new UsageError('Write export and what: notification, timeline or evidence');
  },
  async run(kind, turn, services) {
    const caseId = enteredCase(turn);
    const about = await identityOf(services.engine, caseId);
    mustBePrivate(turn.place, services, `case ${about.name}, then export ${kind}`);
    const write: ExportOrder['write'] = (onProgress, signal) =>
      written(kind, caseId, turn, services, onProgress, signal);
    return [{ do: 'export', order: { case: about, kind, about: KINDS[kind], write } }];
  },
});

async function written(
  kind: Kind,
  caseId: string,
  { caller, role }: CommandTurn,
  { engine, audit }: Services,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const by = `${caller.name} (${caller.objectId})`;
  // Who did what on the case is for leads, as the command audit is.
  if (kind !== 'evidence' || role !== 'lead') {
    return await engine.exportCase(caseId, { kind, by }, onProgress, signal);
  }
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-trail-'));
  try {
    const { name, content } = await audit.auditTrailFile(caseId);
    const path = join(folder, 'trail');
    await writeFile(path, content);
    return await engine.exportCase(caseId, { kind, by, trail: [{ path, name }] }, onProgress, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
