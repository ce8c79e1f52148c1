/** Whoever blinds the log has something to hide, or migrates: the place and the company of other acts tell. */
import { type Detection, Weight } from '../detection.ts';
import { allPlaces, amount, list } from '../words.ts';

const BASE = [
  { says: 'the audit log was switched off', severity: 'high' },
  { says: 'mailbox auditing was switched off', severity: 'high' },
  { says: 'mail access is no longer recorded', severity: 'medium' },
  { says: 'an account is no longer recorded', severity: 'medium' },
  { says: 'the log of administrators was switched off', severity: 'medium' },
  { says: 'old entries of a mailbox’s own log were aged away', severity: 'medium' },
  { says: 'AuditEnabled was set to False', severity: 'low' },
  { says: 'a mailbox’s own log keeps its entries for less', severity: 'low' },
] as const;

export const detection: Detection = {
  title: 'The log was blinded, or somebody tried',
  question: 'Did a person switch off, narrow or shorten what the log records?',
  severityRule:
    'High for the audit log or the organisation’s mailbox auditing switched off; medium for an account that is no longer recorded, mail access or the log of administrators no longer recorded, or less than a week left of the entries in a mailbox’s own log (the unified log keeps its records); low for AuditEnabled False, which blinds nothing while the organisation audits, and for less than the usual 90 days in a mailbox’s own log; info for plans, other limits and retention. One step up each: from an unusual place; switched back within two days; bypass for the account that set it; the same hand read mail there.',
  attack: ['T1562.008'],
  falsePositives:
    'Bypass for a backup or migration account, licences of people who leave, and settings carried over from an old guide. Ask the administrator, and write the reason down.',
  response: ['restore-auditing', 'lift-bypass', 'keep-the-log', 'contain-accounts'],
  pauseHours: 24 * 3,
  worthAsking: ({ changes }) => changes > 0,
  judge(group) {
    const done = group.details.filter((detail) => !detail.startsWith('read '));
    const base = BASE.find(({ says }) => done.some((detail) => detail.startsWith(says)));
    const oddly = done.some((detail) => detail.endsWith(', from an unusual place'));
    const weight = new Weight(base?.severity ?? 'info')
      .add(oddly, 'from an unusual place')
      .add(
        done.some((detail) => detail.includes(', for a while')),
        'it was switched back soon after',
      )
      .add(
        done.some((detail) => detail.includes(', by himself')),
        'set by the account that it hides',
      )
      .add(group.records > 0, 'the same hand read mail there');
    // Not the account that was read with, nor the one it was done to.
    const who = group.key.slice('actor:'.length).split('|')[0] ?? '';
    return {
      needsHistory: false,
      severity: weight.severity,
      confidence: 'high',
      title: `The log was narrowed by ${who}: ${list(done.map(bare), 2)}`,
      because: [...(base === undefined ? [] : [base.says]), ...weight.because],
      observed: `${list(done, 6)}, by ${who}, ${allPlaces(group)}${group.records > 0 ? `; ${amount(group)}` : ''}.`,
      expected: 'What the log records is changed rarely, from usual places, and never switched off.',
    };
  },
};

function bare(detail: string): string {
  return detail.split(',')[0] ?? detail;
}
