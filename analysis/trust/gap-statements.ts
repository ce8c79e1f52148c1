/** One sentence or two per gap, for people to quote: what is not on record, why, and what may not be concluded. */
import { count, list } from '../words.ts';
import type { GapRow } from './gaps.ts';

/** Records that are there although they lie in a gap. Times are ISO. */
export interface RecordsInside {
  records: number;
  first: string;
  last: string;
}

/**
 * @param from,to ISO times; null: open on that side
 * @param inside records of time that was not searched, or of access that such a gap keeps off the record; null: none
 */
export function gapStatement(
  gap: Pick<GapRow, 'kind' | 'certainty' | 'mailbox' | 'actor' | 'note' | 'from_s'>,
  logonTypes: readonly string[],
  from: string | null,
  to: string | null,
  inside: RecordsInside | null = null,
): string {
  const whose = gap.mailbox ?? 'any mailbox';
  const actor = gap.actor ?? 'an account';
  const stretch = `from ${from ?? 'before the first record'} to ${to ?? 'the end of the records'}`;
  const suspected = gap.certainty === 'suspected';
  const organization = gap.note === null ? 'the organisation' : `the organisation ${gap.note}`;
  const anyOfIts = gap.note === null ? 'any mailbox' : `any mailbox of ${organization}`;
  // Nobody may read of what is on hand that there is none.
  const whole = inside === null ? '' : ' in full';
  const more = inside === null ? '' : 'else ';
  const there =
    inside === null ? '' : ` ${onHand(inside, gap.kind === 'throttled' ? 'Bind record' : 'record')}`;
  switch (gap.kind) {
    case 'throttled':
      return `Bind access to ${whose} was not recorded${whole} ${stretch}: Exchange Online throttled it.${there} Any message of the mailbox may have been read in that time, and that nothing ${more}was read may not be concluded. Sync records in it remain valid.`;
    case 'suspected-throttle':
      return `${whose} came to more than 1,000 Bind records in less than 24 hours, and no Bind record follows ${stretch}. That is what throttling looks like, though the record that would mark it is not in this export. Reading of single messages in that time cannot be excluded; Sync records in it remain valid.`;
    case 'silence':
      return silence(whose, gap.note, stretch);
    case 'audit-bypass':
      return suspected && gap.from_s === null
        ? `An audit bypass of ${actor} was lifted at ${to}, and the log does not hold when it was set. What ${actor} did in ${anyOfIts} before that may not be recorded; that it read nothing may not be concluded.`
        : `An audit bypass was set for ${actor}: what it did in ${anyOfIts} ${stretch} ${suspected ? 'may not have been' : 'was not'} recorded${whole}.${there} That it read nothing ${more}in that time may not be concluded; what others did is not affected.`;
    case 'audit-disabled':
      return `Mailbox auditing of ${organization} was disabled ${stretch}: access to mailboxes was not recorded${whole}.${there} That nothing ${more}was read in that time may not be concluded.`;
    case 'ingestion-disabled':
      return `The unified audit log${gap.note === null ? '' : ` of ${organization}`} was switched off, and no record is held ${stretch}: while it is off nothing is recorded, neither mail access nor sign-ins nor changes, and nothing may be concluded about that time.`;
    case 'audit-actions-removed':
      return `MailItemsAccessed was taken out of what ${whose} records of access by ${who(logonTypes)}: such access ${stretch} ${suspected ? 'may not have been' : 'was not'} recorded${whole}.${there} That nothing ${more}was read may not be concluded.`;
    case 'audit-plan-removed':
      return `The audit plan that MailItemsAccessed needed at that time was missing from the licences of ${whose} ${stretch}: access to it ${suspected ? 'may not have been' : 'was not'} recorded${whole}.${there} That nothing ${more}was read may not be concluded.`;
    case 'retention':
      return retention(gap.note, to);
    case 'truncated-export':
      return `The file ${gap.note ?? ''} ${suspected ? 'may be' : 'is'} cut short: records ${to === null ? `of ${from} and later` : stretch} may be missing from it. That something is not on record in that time may not be taken as proof that it did not happen.`;
    case 'collection-outage':
      if (!suspected)
        return `Records of ${whose} ${stretch} were asked for or due and did not come: ${gap.note ?? 'no reason was given'}. Nothing may be concluded about that time.`;
      return (
        emptyDays(gap.note, stretch) ??
        `No record of any kind is held ${stretch}, though the same hours of every other week hold ${gap.note ?? 'many'} or more. Records of that time were not made or not collected; nothing may be concluded about it.`
      );
    case 'not-yet-arrived':
      return `Records can arrive up to a day late, and the log was searched soon after: records ${stretch} may not have arrived yet, and that nothing was read in that time may not be concluded.`;
    case 'outside-declared-scope':
      if (gap.note === null) return notSearched(unsearched(from, to), inside);
      return `The log was declared as searched ${stretch} for records of ${gap.note} alone: access by anybody else may be missing from these files, and may not be excluded.`;
    case 'ediscovery-access':
      return suspected
        ? `${actor} ran a content search ${stretch}. Mail shown or exported through eDiscovery leaves no MailItemsAccessed record; that ${actor} read nothing by that way may not be concluded.`
        : `${actor} searched mailboxes and had content shown or exported through eDiscovery ${stretch}. Reading of that kind leaves no MailItemsAccessed record: whatever the search covered must be presumed read.`;
    case 'not-covered':
      return suspected
        ? `Other records (${gap.note ?? 'some'}) show activity of ${whose}, but none of mail access. Nobody may have opened mail in it, or its mail access is not recorded, as for group, resource, public-folder and on-premises mailboxes. That nothing was read may not be concluded.`
        : `${whose} is a mailbox of Exchange itself; access to it is not recorded as MailItemsAccessed. That nothing was read may not be concluded.`;
  }
}

function onHand({ records, first, last }: RecordsInside, what: string): string {
  const those = `${count(records, what)} of that time ${records === 1 ? 'is' : 'are'} on hand all the same`;
  return `${those}, ${first === last ? `of ${first}` : `from ${first} to ${last}`}: what ${records === 1 ? 'it shows' : 'they show'} holds.`;
}

/** Of time with records it is not said that nothing is known. */
function notSearched(when: string, inside: RecordsInside | null): string {
  if (inside === null) return `The log was not searched ${when}: of that time nothing may be concluded.`;
  const { records, first, last } = inside;
  const those =
    records === 1 ? `1 record of that time is` : `${records.toLocaleString('en')} records of that time are`;
  const between = first === last ? `of ${first}` : `from ${first} to ${last}`;
  return `The log was not declared as searched ${when}, yet ${those} in the files, ${between}. What they show holds; that there was no other access in that time may not be concluded. Check what was asked of the log.`;
}

/** What was searched ends where the gap begins, whatever records there are. */
function unsearched(from: string | null, to: string | null): string {
  if (from === null) return `before ${to}`;
  return to === null ? `after ${from}` : `from ${from} to ${to}`;
}

/** @param note "20 of 21 4": days with mail access, of working days active elsewhere, and such days in the silence */
function silence(whose: string, note: string | null, stretch: string): string {
  const [withMail, , outside, silent] = (note ?? '').split(' ');
  return `No mail access to ${whose} by its owner is on record ${stretch}, though the owner was active elsewhere on ${silent} working days of that time. On other such days mail access is on record on ${withMail} of ${outside}; by chance alone a silence like this would be found in fewer than 1 of 1,000 stretches. Access may have gone unrecorded; that nothing was read may not be concluded.`;
}

/** @param note "days 8 10": whole days without access of anybody, and the mailboxes that have some on a usual one */
function emptyDays(note: string | null, stretch: string): string | null {
  const [, empty, usual] = /^days (\d+) (\d+)$/.exec(note ?? '') ?? [];
  if (empty === undefined) return null;
  return `No mail access of anybody is on record ${stretch}, on ${empty === '1' ? 'a whole day' : `${empty} whole days`}, though on other such days up to ${usual} mailboxes have some. Records of that time may not have been made or not collected; that nothing was read in it may not be concluded.`;
}

/** @param note days that a policy keeps records, or null for the service's own limit */
function retention(note: string | null, to: string | null): string {
  return note === null
    ? `The search reaches back further than records are kept (180 days with Audit Standard, one year with Premium): of the time before ${to} records may have been deleted, and that nothing was read may not be concluded.`
    : `A retention policy keeps these records for ${note} days: of the time before ${to} they may have been deleted, and that nothing was read may not be concluded.`;
}

const PEOPLE: Record<string, string> = {
  owner: 'the owner',
  delegate: 'delegates',
  admin: 'administrators',
};

function who(logonTypes: readonly string[]): string {
  if (logonTypes.length === 0) return 'anybody';
  return list(logonTypes.map((type) => PEOPLE[type] ?? type));
}
