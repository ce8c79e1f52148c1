/** Sections that answer one question, read from the tables of a case. */
import { readApp } from '../contexts/app.ts';
import { readWhoRead } from '../exposure/who-read.ts';
import type { CaseIdentity } from '../report.ts';
import type { Sections } from '../sections.ts';
import type { Database } from '../store/database.ts';
import { bounds, LARGEST_PAGE, page } from './pages.ts';
import { pageTimeline } from './timeline.ts';

export async function readAppSection(
  db: Database,
  identity: CaseIdentity,
  query: Sections['app']['query'],
): Promise<Sections['app']['result']> {
  const { offset, limit } = bounds(query);
  return { case: identity, ...(await readApp(db, query.id, offset, limit)) };
}

export async function readTimeline(
  db: Database,
  identity: CaseIdentity,
  query: Sections['timeline']['query'],
): Promise<Sections['timeline']['result']> {
  const { offset, limit } = bounds(query);
  const mailbox = query.mailbox?.toLowerCase() ?? null;
  const { events, total } = await pageTimeline(db, { mailbox, only: query.only }, offset, limit);
  return { case: identity, mailbox, events: page(events, total, offset) };
}

export async function readWhoReadSection(
  db: Database,
  identity: CaseIdentity,
  query: Sections['who-read']['query'],
): Promise<Sections['who-read']['result']> {
  const { offset, limit } = bounds(query);
  const since = query.since === undefined ? Number.NaN : Date.parse(query.since);
  const asked = {
    ids: query.ids.slice(0, LARGEST_PAGE),
    mailbox: query.mailbox?.toLowerCase() ?? null,
    since: Number.isNaN(since) ? null : Math.floor(since / 1000),
  };
  return { case: identity, ...(await readWhoRead(db, asked, offset, limit)) };
}
