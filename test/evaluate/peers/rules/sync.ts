/** peers.md 2 B: folders downloaded. */
import { byMailboxAndDay, groups, type PeerRule } from '../rule.ts';

const HALF_HOUR = 1800;
/** Length of the rule's own list of folders, in which Inbox occurs twice. */
const FOLDERS = 8;
const MOST_SIGN_INS = 10;

export const rules: PeerRule[] = [
  {
    id: 'B1/B3',
    source: 'LETHAL-074; JS triage',
    alerts: ({ accesses }) => byMailboxAndDay(accesses.filter((row) => row.access === 'Sync')),
  },
  {
    id: 'B2',
    source: 'Bert-JanP, BigYellowTaxi',
    alerts({ accesses, signIns }) {
      const successes = groups(signIns, ({ ip, user }) => `${ip} ${user}`);
      const syncs = accesses.filter((row) => row.access === 'Sync');
      const bins = groups(syncs, (row) =>
        [Math.floor(row.at / HALF_HOUR), row.ip, row.user, row.mailbox].join(' '),
      );
      return [...bins.values()].flatMap((bin) => {
        const known = successes.get(`${bin[0]?.ip} ${bin[0]?.user}`)?.length ?? 0;
        const folders = new Set(bin.map((row) => row.syncFolder)).size;
        const shown = folders >= FOLDERS && known > 0 && known <= MOST_SIGN_INS;
        return shown ? [bin.map(({ id }) => id)] : [];
      });
    },
  },
];
