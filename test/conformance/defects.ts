/**
 * The 32 defects of published tools (reference/peers.md 3b), each of which has its test in this folder, named by
 * `defect(number)`. What of them cannot concern us:
 *
 * | defect | what is left out                      | why                                                          |
 * | ------ | ------------------------------------- | ------------------------------------------------------------ |
 * | 2      | the formula in a spreadsheet column   | colours of cells decide nothing here                         |
 * | 12, 17 | paging and retries of a search        | nothing here asks a service; what an export says of them is  |
 * | 13     | the whole                             | no query is polled whose end could be waited for in vain     |
 * | 14     | the end condition of paging           | as 12                                                        |
 * | 15     | its own export                        | lists are written out; reading what it wrote is tested       |
 * | 20     | the join with sign-ins                | no finding depends on a sign-in being there                  |
 * | 25     | its list of allowed applications      | there is none: tiers only weigh                              |
 */
const DEFECTS: Record<number, string> = {
  1: 'LETHAL: looks for throttling in a column that exports do not have',
  2: 'LETHAL: takes Action=ViaProxy for a sign of an attack',
  3: 'LETHAL: counts Sync records and calls them folders',
  4: 'LETHAL: adds up OperationCount and calls it messages',
  5: 'LETHAL: refuses files with more than one user',
  6: 'MES: gives no output above 4,999 records',
  7: 'MES: loses Sync, and the session of single items, when asked for an address',
  8: 'MES: reads the size of a single item from a field that is not there',
  9: 'MES: looks for the folder of a Sync where it is not',
  10: 'MES: takes the reader for the owner of what was read',
  11: 'MES: compares addresses as text and drops records without a session',
  12: 'MES: leaves out what it could not read and does not say so',
  14: 'Hawk: loses the hours of times',
  15: 'Hawk: writes System.Object in place of message ids',
  16: 'PwC: takes the first 5,000 records of all operations, then filters',
  17: 'Sparrow: takes one page of results for all of them',
  18: 'bitpusher: looks for throttling in the first 1,000 records, before it can begin',
  19: 'Redmond: carries values of the record before into the next, and trips over several folders',
  20: 'Bert-JanP: reads properties by position and the first folder only, and takes RecordType 2 for Sync',
  21: 'Sentinel: sees throttling of Graph only',
  22: "Sentinel: a mailbox must make up most of the whole tenant's hour",
  23: 'Sentinel: counts its history back from today, so that old logs have none',
  24: 'Splunk: cuts time into buckets, counts users for mailboxes, splits one application by its client strings',
  25: 'Elastic: what is new to a mailbox is not new if anybody has it; delegates, applications and Sync are left out',
  26: 'Elastic: reading below 100 messages a record never counts',
  27: 'Google: looks at REST only, and lets Microsoft Office pass whoever uses it',
  28: 'suzaku: does not read the address from ClientIPAddress',
  29: 'SOF-ELK: tests one spelling of a field and reads another',
  30: 'purviewer: drops accesses without a subject as routine',
  31: 'Graph: userId and userPrincipalName are crossed in the envelope',
  32: 'bitpusher: asks the wrong cmdlet for audit bypass',
};

/** The name of the test of that defect. @throws RangeError for one that has none */
export function defect(number: number): string {
  const what = DEFECTS[number];
  if (what === undefined) throw new RangeError(`peers.md 3b has no defect ${number} that concerns us.`);
  return `peers ${String(number).padStart(2, '0')}, ${what}`;
}

export const CONCERN_US: readonly number[] = Object.keys(DEFECTS).map(Number);
