/** eDiscovery opens any mailbox and writes no MailItemsAccessed record (peers J, tired-labs TRR0019). */
import { type Detection, Weight } from '../detection.ts';
import { allPlaces, amount, far, list } from '../words.ts';

export const detection: Detection = {
  title: 'Mail read by eDiscovery',
  question:
    'Did somebody search, show or export mailboxes by eDiscovery, which leaves no record of mail access?',
  severityRule:
    'Info for searches, low when mail was shown or exported. From an unusual place one step up; from another country or a rented machine one more; the same hand reading mail there one more.',
  attack: ['T1213', 'T1114.002'],
  falsePositives:
    'Lawyers, data protection and records managers at work. Ask for the matter behind the search; its name and words are in the record.',
  response: ['trace-cause', 'contain-accounts', 'hold-mailboxes'],
  pauseHours: 24 * 7,
  worthAsking: ({ changes }) => changes > 0,
  judge(group) {
    const did = [...new Set(group.details.filter((detail) => !detail.startsWith('read')).map(verb))];
    const oddly = group.details.some((detail) => detail.endsWith(', from an unusual place'));
    const content = did.includes('exported') || did.includes('shown');
    const weight = new Weight(content ? 'low' : 'info')
      .add(oddly, 'from an unusual place')
      .add(oddly && group.place >= 3, `from ${far(group)}`)
      .add(oddly && group.records > 0, 'the same hand read mail there');
    const who = list(group.users, 1);
    const read = group.records > 0 ? `; ${amount(group)}` : '';
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: 'high',
      title: `Mail ${list(did)} by ${who} through eDiscovery`,
      because: [
        ...(content ? ['mail left the mailboxes without any record of access'] : []),
        ...weight.because,
      ],
      observed: `${who} ${list(did)} mail through eDiscovery, ${allPlaces(group)}${read}.`,
      expected: 'eDiscovery is used by few people, for a matter with a name, from their usual places.',
    };
  },
};

function verb(detail: string): string {
  return detail.split(',')[0] ?? detail;
}
