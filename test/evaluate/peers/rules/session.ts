/** peers.md 2 G: one session on several networks, sign-ins in quick succession. */
import { groups, type PeerAlert, type PeerRule } from '../rule.ts';

const SECONDS = 30;

export const rules: PeerRule[] = [
  {
    id: 'G1',
    source: 'LETHAL-063/064, session on two networks',
    alerts({ signIns, asnOf }) {
      return [...groups(signIns, ({ session }) => session || null).values()].flatMap((rows): PeerAlert[] => {
        const asns = new Set(rows.map(({ ip }) => asnOf(ip)).filter((asn) => asn !== null));
        return asns.size > 1 ? [rows.map(({ id }) => id)] : [];
      });
    },
  },
  {
    id: 'G2',
    source: 'LETHAL-066, sign-ins within 30 s',
    alerts({ signIns }) {
      return [...groups(signIns, ({ user }) => user).values()].flatMap((rows) =>
        rows.flatMap((row, n): PeerAlert[] => {
          const before = rows[n - 1];
          const quick = before !== undefined && row.at - before.at <= SECONDS && row.ip !== before.ip;
          return quick ? [[before.id, row.id]] : [];
        }),
      );
    },
  },
];
