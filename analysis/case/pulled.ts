/** Sections of what was told of the tenant: pulls, messages without a name, sign-ins held against mail access. */
import { readMatches } from '../pulled/matches.ts';
import { pageUnnamed } from '../pulled/message-names.ts';
import { notObtained } from '../pulled/not-obtained.ts';
import { listOutages } from '../pulled/outages.ts';
import { listOwnReads } from '../pulled/own-reads.ts';
import { countPulls, pagePulls } from '../pulled/pulls.ts';
import type { CaseIdentity } from '../report.ts';
import type { Sections } from '../sections.ts';
import type { Database } from '../store/database.ts';
import { isoTime } from '../time.ts';
import { bounds, page } from './pages.ts';

export async function readPullsSection(
  db: Database,
  identity: CaseIdentity,
  query: Sections['pulls']['query'],
): Promise<Sections['pulls']['result']> {
  const { offset, limit } = bounds(query);
  return {
    case: identity,
    pulls: page(await pagePulls(db, offset, limit), await countPulls(db), offset),
    outages: await listOutages(db),
    notObtained: (await notObtained(db)).map(({ from, to, why }) => ({
      from: isoTime(from),
      to: isoTime(to),
      why,
    })),
    ownReads: await listOwnReads(db),
  };
}

export async function readUnnamedSection(
  db: Database,
  identity: CaseIdentity,
  query: Sections['unnamed']['query'],
): Promise<Sections['unnamed']['result']> {
  const { offset, limit } = bounds(query);
  const mailbox = query.mailbox?.toLowerCase() ?? null;
  const asked = { mailbox, scope: query.scope ?? null, failed: query.failed ?? false };
  const { items, total } = await pageUnnamed(db, asked, offset, limit);
  return { case: identity, mailbox, messages: page(items, total, offset) };
}

export async function readMatchesSection(
  db: Database,
  identity: CaseIdentity,
): Promise<Sections['sign-in-matches']['result']> {
  return { case: identity, ...(await readMatches(db)) };
}
