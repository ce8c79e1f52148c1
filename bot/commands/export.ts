import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedFile } from '../../analysis/sections.ts';
import { renderCard } from '../../cards/index.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { enteredCase } from './_case.ts';
import { type CommandTurn, defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { listed } from './_custody.ts';

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
    const { name } = await listed(services.engine, caseId);
    if (!services.local && turn.place.scope !== 'personal') {
      throw new Problem('Teams lets me hand over files in private chats only', [
        `Open a private chat with me and write case ${name}, then export ${kind}.`,
        'From there you can put it where it belongs; who is in the channel may be more than who is in the case.',
      ]);
    }
    const file = await written(kind, caseId, turn, services);
    const about = KINDS[kind];
    if (services.local) {
      return [{ do: 'post', card: renderCard('exported', { case: { id: caseId, name }, file, about }) }];
    }
    return [{ do: 'offer', file, about, context: { caseId, offer: services.offers.keep(caseId, file) } }];
  },
});

async function written(
  kind: Kind,
  caseId: string,
  { caller, role }: CommandTurn,
  { engine, audit }: Services,
): Promise<ExportedFile> {
  const by = `${caller.name} (${caller.objectId})`;
  // Who did what on the case is for leads, as the command audit is.
  if (kind !== 'evidence' || role !== 'lead') return await engine.exportCase(caseId, { kind, by });
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-trail-'));
  try {
    const { name, content } = await audit.auditTrailFile(caseId);
    const path = join(folder, 'trail');
    await writeFile(path, content);
    return await engine.exportCase(caseId, { kind, by, trail: [{ path, name }] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
