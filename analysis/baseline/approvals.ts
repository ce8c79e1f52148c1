/**
 * Applications that responders approved: caller, network and mailbox together. Whatever one approval covers is not
 * asked about by itself; whatever leaves all of them is.
 */
import ipaddr from 'ipaddr.js';
import { normaliseAddress } from '../reference/addresses.ts';
import { findApp, isResourceApp } from '../reference/apps.ts';
import { type Database, literal, values } from '../store/database.ts';
import { currentNames } from '../store/renames.ts';

export interface ApprovedSet {
  /** application id */
  caller: string;
  /** an address, a range such as 203.0.113.0/24, or '*' for any */
  network: string;
  /** a mailbox, or '*' for any */
  mailbox: string;
}

export interface Approval extends ApprovedSet {
  by: string;
  at: string;
  reason: string;
}

/** The message is for whoever typed it. */
export class ApprovalError extends Error {}

const APP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LONGEST_REASON = 500;

/**
 * A range is kept as the addresses in it that the case holds: detections compare, and do no arithmetic.
 * @returns what now stands; approving the same again renews name, time and reason
 * @throws ApprovalError
 */
export async function approveApp(
  db: Database,
  set: ApprovedSet,
  by: string,
  at: string,
  reason: string,
): Promise<Approval[]> {
  const why = reason.trim();
  if (why === '') throw new ApprovalError('Say why the application is approved; the reason is kept with it.');
  if (why.length > LONGEST_REASON)
    throw new ApprovalError(`The reason is too long: at most ${LONGEST_REASON} characters.`);
  const { caller, mailbox, networks } = await read(db, set);
  const rows = networks.map((network) => [caller, network, mailbox, by, at, why]);
  await revoke(db, caller, networks, mailbox);
  await db.run(`INSERT INTO approval VALUES ${values(rows)}`);
  return await listApprovals(db);
}

/** @throws ApprovalError when nothing of the kind is approved */
export async function revokeApproval(db: Database, set: ApprovedSet): Promise<void> {
  const { caller, mailbox, networks } = await read(db, set);
  if ((await revoke(db, caller, networks, mailbox)) === 0)
    throw new ApprovalError(`${caller} is not approved for these mailboxes and networks together.`);
}

export async function listApprovals(db: Database): Promise<Approval[]> {
  return await db.rows<Approval & Record<string, string>>(`
    SELECT caller, network, mailbox, approved_by AS "by", approved_at AS "at", reason
    FROM approval ORDER BY caller, network, mailbox`);
}

async function revoke(db: Database, caller: string, networks: string[], mailbox: string): Promise<number> {
  const condition = `caller = ${literal(caller)} AND mailbox = ${literal(mailbox)} AND network IN (${networks.map(literal).join(', ')})`;
  const { n } = await db.one<{ n: number }>(`SELECT count(*) AS n FROM approval WHERE ${condition}`);
  await db.run(`DELETE FROM approval WHERE ${condition}`);
  return n;
}

async function read(
  db: Database,
  set: ApprovedSet,
): Promise<{ caller: string; mailbox: string; networks: string[] }> {
  const caller = set.caller.trim().toLowerCase();
  if (!APP_ID.test(caller)) throw new ApprovalError(`"${caller.slice(0, 60)}" is not an application id.`);
  if (isResourceApp(caller))
    throw new ApprovalError(
      `${caller} is ${findApp(caller)?.name ?? 'a service'}: what was called, by everybody. Approve the calling application instead.`,
    );
  const mailbox = (await currentNames(db))(set.mailbox.trim());
  if (mailbox === '') throw new ApprovalError("Name a mailbox, or '*' for all.");
  return { caller, mailbox, networks: await networksOf(db, set.network.trim()) };
}

/** As the column `network` of accesses names them: an IPv4 address, or the /64 of an IPv6 one. */
async function networksOf(db: Database, typed: string): Promise<string[]> {
  if (typed === '*') return ['*'];
  const known = await db.rows<{ ip: string; network: string }>(
    'SELECT DISTINCT ip, network FROM address WHERE ip IS NOT NULL AND network IS NOT NULL',
  );
  if (ipaddr.isValidCIDR(typed)) {
    const range = ipaddr.parseCIDR(typed);
    const inside = known.filter(({ ip }) => {
      const address = ipaddr.parse(ip);
      return address.kind() === range[0].kind() && address.match(range);
    });
    if (inside.length === 0) throw new ApprovalError(`The case holds no address in ${typed}.`);
    return [...new Set(inside.map(({ network }) => network))];
  }
  const { ip, network } = normaliseAddress(typed);
  if (ip === null) throw new ApprovalError(`"${typed.slice(0, 60)}" is no address, no range and not '*'.`);
  return [known.find((one) => one.ip === ip)?.network ?? (ip.includes(':') ? (network ?? ip) : ip)];
}
