/** peers.md 2 E: somebody else's mailbox. */
import { DAY, groups, type PeerAccess, type PeerAlert, type PeerRule } from '../rule.ts';

const WINDOW_DAYS = 14;
const FOLDERS = 5;

const foreign = (row: PeerAccess) => row.mailbox.toLowerCase() !== row.user.toLowerCase();

export const rules: PeerRule[] = [
  {
    id: 'E1/E2',
    source: "Sentinel, user in other users' mailboxes",
    alerts({ accesses }) {
      const end = accesses.at(-1)?.at ?? 0;
      const recent = (row: PeerAccess) => row.at >= end - WINDOW_DAYS * DAY;
      const pair = (row: PeerAccess) => `${row.mailbox} ${row.user}`;
      const reads = accesses.filter(foreign);
      const known = new Set(reads.filter((row) => !recent(row)).map(pair));
      const fresh = reads.filter((row) => recent(row) && row.folders.length > 0 && !known.has(pair(row)));
      return [...groups(fresh, ({ user }) => user).values()].flatMap((rows): PeerAlert[] => {
        const mailboxes = new Set(rows.map(({ mailbox }) => mailbox)).size;
        const folders = new Set(rows.flatMap((row) => row.folders)).size;
        return mailboxes > 1 || folders > FOLDERS ? [rows.map(({ id }) => id)] : [];
      });
    },
  },
  {
    id: 'E3',
    source: 'reprise99, read by administrators',
    alerts({ accesses, others }) {
      // Who is an administrator is told by what the log shows of their work.
      const admins = new Set(others.filter(({ userType }) => userType === 2).map(({ user }) => user));
      const reads = accesses.filter((row) => foreign(row) && admins.has(row.user));
      return [...groups(reads, ({ user }) => user).values()].map((rows) => rows.map(({ id }) => id));
    },
  },
];
