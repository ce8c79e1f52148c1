/** What people do about a finding: the same whether they type it or press a button. Each gives the word for who was late. */
import { isoTime, typedTime } from '../analysis/time.ts';
import type { Person } from '../cards/index.ts';
import { time } from '../cards/index.ts';
import { knownFinding } from './finding-card.ts';
import { Problem } from './problems.ts';
import type { Services } from './services.ts';

type Tools = Pick<Services, 'engine' | 'work'>;

/** @returns '' when done, else what to tell whoever was late */
export async function acknowledge(caseId: string, id: string, by: Person, tools: Tools): Promise<string> {
  await knownFinding(caseId, id, tools);
  const { won, now } = await tools.work.acknowledge(caseId, id, by);
  if (won) return '';
  const who = now.by.objectId === by.objectId ? 'You' : now.by.name;
  return `${who} acknowledged it already, ${time(now.at)}.`;
}

/**
 * @param owner null = nobody
 * @param expected object id of the owner whom the person saw; null = nobody
 * @returns '' when done, else what to tell whoever was late
 */
export async function assign(
  caseId: string,
  id: string,
  owner: Person | null,
  expected: string | null,
  tools: Tools,
): Promise<string> {
  await knownFinding(caseId, id, tools);
  const { won, now } = await tools.work.assign(caseId, id, owner, expected);
  if (won || now?.objectId === owner?.objectId) return '';
  return now === null
    ? 'It was given back meanwhile; press once more.'
    : `${now.name} was faster and has it.`;
}

/**
 * @param until as typed or as a date field gives it: a day counts to its end
 * @throws Problem when it is no time ahead, or there is no reason
 */
export async function suppress(
  caseId: string,
  id: string,
  until: string,
  reason: string,
  by: Person,
  tools: Tools,
): Promise<void> {
  await knownFinding(caseId, id, tools);
  const seconds = typedTime(until, 'last');
  if (seconds === null) {
    throw new Problem('Until when?', ['Write the time as 2026-05-20, or 2026-05-20T16:40Z, in UTC.']);
  }
  await tools.work.suppress(caseId, id, isoTime(seconds), reason, by);
}
