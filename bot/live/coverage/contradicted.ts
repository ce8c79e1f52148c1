/** Mailboxes of which nothing is said to be recorded, although the case holds records of them: settings change. */
import type { Engine } from '../../../analysis/engine/engine.ts';
import type { Survey } from './survey.ts';

const MOST = 1_000;

/** @throws EngineError */
export async function contradictedBy(
  engine: Pick<Engine, 'section'>,
  caseId: string,
  { mailboxes }: Survey,
): Promise<string[]> {
  const silent = new Set(
    mailboxes.filter(({ verdict }) => verdict === 'not-recorded').map(({ address }) => address),
  );
  if (silent.size === 0) return [];
  const { mailboxes: seen } = await engine.section(caseId, 'messages', { scope: 'recorded', limit: MOST });
  return seen.items
    .filter(({ messages, folders, mailbox }) => messages + folders > 0 && silent.has(mailbox.toLowerCase()))
    .map(({ mailbox }) => mailbox.toLowerCase());
}
