/** Sets the attackers' addresses as markers and holds the confirmed exposure against the truth. */
import { rescope } from '../../analysis/case/analyse.ts';
import { setMarker } from '../../analysis/exposure/marking.ts';
import { foldersOf, pageMailboxes, pageMessages, windowsOf } from '../../analysis/exposure/read.ts';
import type { ExposureWindow } from '../../analysis/report.ts';
import type { Truth, TruthGap } from '../../analysis/simulator/index.ts';
import type { Database } from '../../analysis/store/database.ts';
import { isWithinReason } from './gaps.ts';

const EVERYTHING = 1_000_000;
const MINUTE = 60_000;
const DAY_S = 86_400;

export interface ExposureDifference {
  /** messages and folders that the ledger lacks, by attack */
  missing: Map<string, number>;
  extra: number;
  windowsMissing: number;
  windowsExtra: number;
  notes: string[];
}

/** When the attackers' records of mail access are from, in seconds: the first, the last, and the last of each mailbox. */
export interface HostileAccess {
  from: number;
  to: number;
  last: ReadonlyMap<string, number>;
}

/** @param period undefined when the attackers left no record of mail access */
export async function compareExposure(
  db: Database,
  truth: Truth,
  period: HostileAccess | undefined,
): Promise<ExposureDifference> {
  const notes: string[] = [];
  for (const { name, markers } of truth.attacks) {
    for (const ip of markers.ips) {
      await setMarker(db, `ip:${ip}`, 'hostile', 'evaluation', truth.to).catch((error: unknown) => {
        notes.push(`${name}: ip:${ip} was refused: ${String(error)}`);
      });
    }
  }
  await rescope(db);
  const shown = new Set<string>();
  const windows = new Map<string, ExposureWindow[]>();
  for (const { mailbox } of await pageMailboxes(db, 'confirmed', 0, EVERYTHING)) {
    for (const message of await pageMessages(db, 'confirmed', mailbox, 0, EVERYTHING)) {
      shown.add(messageKey(mailbox, message.internetMessageId ?? message.itemId ?? '?'));
    }
    for (const { folder } of await foldersOf(db, 'confirmed', mailbox)) shown.add(folderKey(mailbox, folder));
    windows.set(mailbox, await windowsOf(db, 'confirmed', mailbox));
  }
  const missing = new Map<string, number>();
  const owed = new Set<string>();
  for (const { name, messages, folders } of truth.attacks) {
    const keys = [
      ...messages.filter(({ logged }) => logged).map(({ mailbox, id }) => messageKey(mailbox, id)),
      ...folders.filter(({ logged }) => logged).map(({ mailbox, folder }) => folderKey(mailbox, folder)),
    ];
    for (const key of keys) owed.add(key);
    const lacking = keys.filter((key) => !shown.has(key));
    missing.set(name, lacking.length);
    if (lacking.length > 0) notes.push(`${name}: the ledger lacks ${lacking.slice(0, 2).join(', ')}`);
  }
  const extra = [...shown].filter((key) => !owed.has(key));
  if (extra.length > 0)
    notes.push(`the ledger has ${extra.slice(0, 2).join(', ')}, which no attacker reached`);
  return { missing, extra: extra.length, ...compareWindows(windows, truth, period, notes), notes };
}

/**
 * Each mailbox owes the true gaps that touch the time between the attackers' first and last record, and the throttling
 * that their records of the 24 hours before it were counted for: the record that was one too many may be lost.
 */
function compareWindows(
  windows: ReadonlyMap<string, ExposureWindow[]>,
  truth: Truth,
  period: HostileAccess | undefined,
  notes: string[],
) {
  const seconds = (time: string | null) =>
    time === null ? Number.POSITIVE_INFINITY : Date.parse(time) / 1000;
  const told = new Map<string, string[]>();
  const tell = (text: string, mailbox: string) => told.set(text, [...(told.get(text) ?? []), mailbox]);
  let windowsMissing = 0;
  let windowsExtra = 0;
  for (const [mailbox, shown] of windows) {
    const owed = truth.gaps
      .filter((gap) => gap.mailbox === null || gap.mailbox.toLowerCase() === mailbox)
      .filter(
        (gap) =>
          period !== undefined &&
          ((seconds(gap.from) <= period.to && seconds(gap.to) >= period.from) ||
            helpedToThrottle(gap, period.last.get(mailbox))),
      );
    const lacking = owed.filter((gap) => !shown.some((window) => isWindowOf(gap, window)));
    const beyond = shown.filter((window) => !owed.some((gap) => isWindowOf(gap, window)));
    windowsMissing += lacking.length;
    windowsExtra += beyond.length;
    for (const window of lacking) tell(`no window ${spanOf(window)}`, mailbox);
    for (const window of beyond) tell(`window ${spanOf(window)}, which is no true gap`, mailbox);
  }
  for (const [text, mailboxes] of told) {
    const others = mailboxes.length > 1 ? ` and ${mailboxes.length - 1} more mailboxes` : '';
    notes.push(`${mailboxes[0]}${others}: ${text}`);
  }
  return { windowsMissing, windowsExtra };
}

function helpedToThrottle({ kind, from }: TruthGap, last: number | undefined): boolean {
  if (kind !== 'throttled' && kind !== 'suspected-throttle') return false;
  const at = Date.parse(from) / 1000;
  return last !== undefined && last <= at && last > at - DAY_S;
}

/** What no record marks is held to what the gap itself is held to. */
function isWindowOf(gap: TruthGap, window: ExposureWindow): boolean {
  if (gap.kind !== 'suspected-throttle') return spanOf(gap) === spanOf(window);
  const at = (time: string | null) => (time === null ? null : Date.parse(time) / 1000);
  return isWithinReason({ from_s: at(window.from), to_s: at(window.to) }, gap);
}

function spanOf({ from, to }: { from: string | null; to: string | null }): string {
  return `${minute(from)} to ${minute(to)}`;
}

function minute(time: string | null): string {
  if (time === null) return '…';
  return new Date(Math.round(Date.parse(time) / MINUTE) * MINUTE).toISOString().slice(0, 16);
}

function messageKey(mailbox: string, id: string): string {
  return `${mailbox.toLowerCase()} ${id.replace(/^<|>$/g, '')}`;
}

/** Sync records name the folder's leaf only. */
function folderKey(mailbox: string, folder: string): string {
  return `${mailbox.toLowerCase()} folder ${folder.slice(folder.lastIndexOf('\\') + 1)}`;
}
