/** What pulls and outages left out, and no other pull obtained. */
import type { Database } from '../store/database.ts';
import { listOutages } from './outages.ts';
import { countPulls, pagePulls } from './pulls.ts';
import type { Pull } from './types.ts';

const ACCESS = 'mailitemsaccessed';

export interface NotObtained {
  /** null: the whole tenant */
  mailbox: string | null;
  from: number;
  to: number;
  why: string;
}

interface Stretch {
  from: number;
  to: number;
}

/** What somebody did not obtain; `pull` null: an outage of everything. */
interface Left extends Stretch {
  pull: Pull | null;
  why: string;
}

/** In order of time. */
export async function notObtained(db: Database): Promise<NotObtained[]> {
  const pulls = await pagePulls(db, 0, Math.max(1, await countPulls(db)));
  const outages = await listOutages(db);
  if (pulls.length === 0 && outages.length === 0) return [];
  const left: Left[] = [
    ...outages.map((outage) => ({ ...stretch(outage), pull: null, why: outage.why })),
    // Sign-ins that are missing are no gap of mail access: for that time they are simply not said to be complete.
    ...pulls
      .filter(({ source }) => source !== 'sign-ins')
      .flatMap((pull) => pull.missing.map((one) => ({ ...atLeast(stretch(one)), pull, why: one.why }))),
  ];
  return left
    .flatMap((one) => {
      const obtained = pulls.filter((pull) => pull !== one.pull && covers(pull, one)).flatMap(obtainedBy);
      return without(one, obtained).flatMap((rest) =>
        mailboxesOf(one.pull).map((mailbox) => ({ ...rest, mailbox, why: one.why })),
      );
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** What is missing at one moment is missing for a second: a gap has a length. */
function atLeast({ from, to }: Stretch): Stretch {
  return { from, to: Math.max(to, from + 1) };
}

/** Whether a pull asked for at least what the other one is missing, after it had happened. */
function covers(pull: Pull, left: Left): boolean {
  if (pull.source === 'sign-ins' || pull.ended === null || seconds(pull.ended) < left.to) return false;
  // Advanced hunting holds other records than the audit log: neither stands for the other's but the log for both.
  if (pull.source === 'defender' && left.pull?.source !== 'defender') return false;
  const limits = new Set(lowered(pull.only ?? []));
  const wanted = lowered(left.pull?.only ?? []);
  if (limits.size > 0 && (wanted.length === 0 || !wanted.every((one) => limits.has(one)))) return false;
  const asked = operationsOf(pull);
  if (asked.size === 0) return true;
  const needed = left.pull === null ? new Set<string>() : operationsOf(left.pull);
  return needed.size === 0 ? asked.has(ACCESS) : [...needed].every((one) => asked.has(one));
}

/** Empty: everything, as the feed brings it. */
function operationsOf(pull: Pull): Set<string> {
  return new Set(pull.queries.flatMap(({ operations }) => lowered(operations)));
}

function obtainedBy(pull: Pull): Stretch[] {
  if (pull.from === null || pull.to === null) return [];
  const asked = stretch({ from: pull.from, to: pull.to });
  return without(
    asked,
    pull.missing.map((one) => atLeast(stretch(one))),
  );
}

/** A hunt for mailboxes leaves the others as they were. */
function mailboxesOf(pull: Pull | null): (string | null)[] {
  const limits = lowered(pull?.only ?? []);
  return limits.length > 0 && limits.every((one) => one.includes('@')) ? limits : [null];
}

/** What is left of a stretch when others are taken out of it. */
export function without(whole: Stretch, taken: readonly Stretch[]): Stretch[] {
  let left: Stretch[] = whole.from < whole.to ? [{ from: whole.from, to: whole.to }] : [];
  for (const { from, to } of taken) {
    left = left.flatMap((one) =>
      to <= one.from || from >= one.to
        ? [one]
        : [
            { from: one.from, to: from },
            { from: to, to: one.to },
          ].filter((rest) => rest.from < rest.to),
    );
  }
  return left;
}

function stretch({ from, to }: { from: string; to: string }): Stretch {
  return { from: seconds(from), to: seconds(to) };
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

function lowered(texts: readonly string[]): string[] {
  return texts.map((text) => text.toLowerCase());
}
