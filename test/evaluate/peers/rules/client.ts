/** peers.md 2 F: client strings. F5, lists of operators, countries and agents, is not published in a form to run. */
import { byMailboxAndDay, type PeerRule } from '../rule.ts';

export const rules: PeerRule[] = [
  {
    id: 'F1',
    source: 'LETHAL-061, Action=ViaProxy',
    alerts: ({ accesses }) =>
      byMailboxAndDay(accesses.filter((row) => row.client === 'Client=OWA;Action=ViaProxy')),
  },
  {
    id: 'F2/F3',
    source: 'LETHAL-062, eM Client',
    alerts: ({ accesses }) =>
      byMailboxAndDay(
        accesses.filter(
          (row) => row.client.startsWith('Client=WebServices;eM Client') || row.emClientMessage,
        ),
      ),
  },
  {
    id: 'F4',
    source: 'Sentinel, PowerShell mailbox login',
    alerts: ({ accesses }) =>
      byMailboxAndDay(
        accesses.filter((row) => row.client.startsWith('Client=Microsoft.Exchange.Powershell')),
      ),
  },
];
