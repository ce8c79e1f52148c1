/** The files somebody can take along of a case: the same whether a command or a button asked. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedFile, Progress } from '../analysis/sections.ts';
import type { CommandTurn } from './commands/index.ts';
import { identityOf, mustBePrivate } from './hand-over.ts';
import type { Services } from './services.ts';
import type { Effect, ExportOrder } from './turn.ts';

/** What each holds. */
export const EXPORTS = {
  notification:
    'One row for each mailbox and message presumed read, with empty columns for a reviewer. Of mailboxes presumed read entirely it also lists what other records name, so it is longer than the count of messages read',
  timeline: 'Accesses by visit, changes and gaps, in order of time',
  evidence: 'The report, the lists, digests of all inputs, versions, and a manifest of SHA-256s',
} as const;
export type ExportKind = keyof typeof EXPORTS;

type ExportTurn = Pick<CommandTurn, 'caller' | 'role' | 'place'>;

/** @throws Problem in Teams' channels and group chats, saying where it works */
export async function exportEffects(
  kind: ExportKind,
  caseId: string,
  turn: ExportTurn,
  services: Services,
): Promise<Effect[]> {
  const about = await identityOf(services.engine, caseId);
  mustBePrivate(turn.place, services, `case ${about.name}, then export ${kind}`);
  const write: ExportOrder['write'] = (onProgress, signal) =>
    written(kind, caseId, turn, services, onProgress, signal);
  return [{ do: 'export', order: { case: about, kind, about: EXPORTS[kind], write } }];
}

async function written(
  kind: ExportKind,
  caseId: string,
  { caller, role }: ExportTurn,
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
