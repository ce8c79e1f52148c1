/** What markers hit, before and after they are set. */
import { CITED_CONTEXTS } from '../contexts/contexts.ts';
import type { MarkerPreview } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { allNames } from '../store/renames.ts';
import { everydayUse } from './everyday.ts';
import {
  inNetwork,
  type Marker,
  MarkerError,
  type MarkerVerdict,
  markerCondition,
  parseMarker,
} from './markers.ts';
import { confirmedAlone } from './only-this.ts';

/** From this many mailboxes that use an address every day, it is an office's and not one person's. */
const OFFICE_MAILBOXES = 5;

export interface StoredMarker {
  marker: string;
  verdict: MarkerVerdict;
  set_by: string;
  set_at: string;
}

export async function storedMarkers(db: Database): Promise<StoredMarker[]> {
  return await db.rows<StoredMarker>(
    'SELECT marker, verdict, set_by, set_at FROM marker ORDER BY set_at, marker',
  );
}

interface Hit {
  records: number;
  mailboxes: number;
  contexts: number;
  expected: number;
  unusual: number;
}

/** Shows what a marker would do; a refusal says why it cannot be set as it is. */
export async function previewMarker(
  db: Database,
  typed: string,
  verdict: MarkerVerdict,
): Promise<MarkerPreview> {
  const parsed = tryParse(typed);
  if (typeof parsed === 'string')
    return { ...NOTHING_HIT, marker: typed.slice(0, 200), verdict, refusal: parsed };
  const condition = await conditionOf(db, parsed);
  const hit = await db.one<Hit>(`
    SELECT count(*) AS records, count(DISTINCT m.mailbox) AS mailboxes, count(DISTINCT m.context_id) AS contexts,
      count(DISTINCT CASE WHEN c.verdict = 'expected' THEN c.context_id END) AS expected,
      count(DISTINCT CASE WHEN c.verdict IN ('unusual', 'hostile') AND c.context_id IN (${CITED_CONTEXTS}) THEN c.context_id END) AS unusual
    FROM mail_access m LEFT JOIN context c ON c.context_id = m.context_id WHERE ${condition}`);
  return {
    marker: parsed.text,
    verdict,
    records: hit.records,
    mailboxes: hit.mailboxes,
    contexts: hit.contexts,
    expectedContexts: hit.expected,
    unusualContexts: hit.unusual,
    ...(await takenBack(db, parsed.text, verdict, condition)),
    ...judge(
      parsed,
      verdict,
      hit,
      await everydayMailboxes(db, condition),
      await markedOtherwise(db, parsed.text, verdict, condition),
    ),
  };
}

/** How many of the records are marked with the other word by another marker: they count as hostile. */
async function markedOtherwise(
  db: Database,
  text: string,
  verdict: MarkerVerdict,
  condition: string,
): Promise<number> {
  const others = await otherConditions(db, text, verdict === 'hostile' ? 'trusted' : 'hostile');
  if (others.length === 0) return 0;
  const { records } = await db.one<{ records: number }>(
    `SELECT count(*) AS records FROM mail_access m WHERE (${condition}) AND (${others.map((one) => `(${one})`).join(' OR ')})`,
  );
  return records;
}

/** What the markers with that word mean, but for the one that is written so: SQL over `mail_access m`. */
async function otherConditions(db: Database, text: string, verdict: MarkerVerdict): Promise<string[]> {
  const conditions: string[] = [];
  for (const one of await storedMarkers(db)) {
    if (one.verdict === verdict && one.marker !== text)
      conditions.push(await conditionOf(db, parseMarker(one.marker)));
  }
  return conditions;
}

/** The same marker is set once: what was said of it before ends with the new word. */
async function takenBack(
  db: Database,
  text: string,
  verdict: MarkerVerdict,
  condition: string,
): Promise<Pick<MarkerPreview, 'setNow' | 'confirmedAlone'>> {
  const setNow = (await storedMarkers(db)).find(({ marker }) => marker === text)?.verdict ?? null;
  if (setNow !== 'hostile' || verdict !== 'trusted') return { setNow, confirmedAlone: null };
  const others = await otherConditions(db, text, 'hostile');
  return { setNow, confirmedAlone: await confirmedAlone(db, condition, others) };
}

/** @throws MarkerError with the refusal of the preview */
export async function setMarker(
  db: Database,
  typed: string,
  verdict: MarkerVerdict,
  by: string,
  at: string,
): Promise<MarkerPreview> {
  const preview = await previewMarker(db, typed, verdict);
  if (preview.refusal !== null) throw new MarkerError(preview.refusal);
  await db.run(`DELETE FROM marker WHERE marker = ${literal(preview.marker)}`);
  await db.run(`INSERT INTO marker VALUES (${[preview.marker, verdict, by, at].map(literal).join(', ')})`);
  return preview;
}

/** @throws MarkerError when no such marker is set */
export async function removeMarker(db: Database, typed: string): Promise<void> {
  const { text } = parseMarker(typed);
  const { found } = await db.one<{ found: number }>(
    `SELECT count(*) AS found FROM marker WHERE marker = ${literal(text)}`,
  );
  if (found === 0) throw new MarkerError(`${text} is not marked.`);
  await db.run(`DELETE FROM marker WHERE marker = ${literal(text)}`);
}

/**
 * Makes temp table `marked`: one row per record and verdict that a marker hits. And `marked_period`: from and to of
 * the markers that name them, which is when the responder says that somebody was there, on record or not.
 */
export async function applyMarkers(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE marked (record_no BIGINT, verdict VARCHAR);
    CREATE OR REPLACE TEMP TABLE marked_period (verdict VARCHAR, from_s BIGINT, to_s BIGINT)`);
  for (const { marker, verdict } of await storedMarkers(db)) {
    const parsed = parseMarker(marker);
    await db.run(
      `INSERT INTO marked_period VALUES (${[verdict, parsed.from ?? null, parsed.to ?? null].map(literal).join(', ')})`,
    );
    const condition = await conditionOf(db, parsed);
    await db.run(`
      INSERT INTO marked SELECT m.record_no, ${literal(verdict)} FROM mail_access m
      WHERE (${condition}) AND m.record_no NOT IN (SELECT record_no FROM marked WHERE verdict = ${literal(verdict)})`);
  }
}

/** SQL over a table `m` with the columns of `mail_access` that markers name: what the marker means. */
export async function conditionOf(db: Database, marker: Marker): Promise<string> {
  const { network, user } = marker;
  // Whose mailbox was renamed is one person by either name.
  const names = user === undefined ? [] : await allNames(db, user);
  if (network === undefined) return markerCondition(marker, 'm', [], names);
  const ips = await db.rows<{ ip: string }>('SELECT DISTINCT ip FROM address WHERE ip IS NOT NULL');
  const inside = ips.filter(({ ip }) => inNetwork(network, ip)).map(({ ip }) => ip);
  return markerCondition(marker, 'm', inside, names);
}

const NOTHING_HIT = {
  records: 0,
  mailboxes: 0,
  contexts: 0,
  expectedContexts: 0,
  unusualContexts: 0,
  setNow: null,
  confirmedAlone: null,
  refusal: null,
  advice: null,
};

function tryParse(typed: string): Marker | string {
  try {
    return parseMarker(typed);
  } catch (error) {
    if (error instanceof MarkerError) return error.message;
    throw error;
  }
}

/** Mailboxes of whose everyday use by people a condition hits something. */
async function everydayMailboxes(db: Database, condition: string): Promise<number> {
  const { mailboxes } = await db.one<{ mailboxes: number }>(`
    SELECT count(DISTINCT h.mailbox) AS mailboxes
    FROM (SELECT DISTINCT mailbox, network, family FROM mail_access m
      WHERE (${condition}) AND is_owner AND NOT is_service AND protocol <> 'rest' AND context_id NOT IN (${CITED_CONTEXTS})) h
    JOIN (${everydayUse('1 = 1')}) u
      ON u.mailbox = h.mailbox AND u.network = h.network AND u.family = h.family`);
  return mailboxes;
}

function judge(
  marker: Marker,
  verdict: MarkerVerdict,
  hit: { records: number; mailboxes: number },
  everyday: number,
  otherwise: number,
): Pick<MarkerPreview, 'refusal' | 'advice'> {
  if (hit.records === 0) {
    return {
      refusal: null,
      advice: 'No record of this case matches it. It will apply to records that are added later.',
    };
  }
  const both =
    otherwise === 0
      ? []
      : [
          `${otherwise.toLocaleString('en')} of these records ${otherwise === 1 ? 'is' : 'are'} marked ${verdict === 'hostile' ? 'trusted' : 'hostile'} by another marker: what is marked both counts as hostile.`,
        ];
  const accepted = (...advice: string[]) => ({
    refusal: null,
    advice: [...advice, ...both].join(' ') || null,
  });
  const addressAlone =
    (marker.ip !== undefined || marker.network !== undefined) &&
    [marker.session, marker.token, marker.app, marker.user].every((part) => part === undefined);
  if (verdict === 'hostile' && addressAlone && everyday >= OFFICE_MAILBOXES) {
    return {
      refusal: `It is an everyday address of ${everyday} mailboxes and looks like an office's. Marked alone it would call their own reading hostile. Narrow it first, for example with +session:… or +user:….`,
      advice: null,
    };
  }
  if (everyday > 0 && verdict === 'hostile') {
    return accepted(
      `It also hits everyday use of ${everyday === 1 ? 'one mailbox' : `${everyday} mailboxes`}. Narrow it with +session:…, +app:… or from: and to: where you can.`,
    );
  }
  if (addressAlone && verdict === 'hostile' && hit.mailboxes >= OFFICE_MAILBOXES) {
    return accepted(
      `An address used for ${hit.mailboxes} mailboxes, and the records do not go back far enough to tell whether it is an office's: if it may be one, combine it with a session or a user.`,
    );
  }
  return accepted();
}
