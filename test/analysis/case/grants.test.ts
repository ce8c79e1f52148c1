/** What is said of access that was given or taken away, and of a session that a stranger shares. */
import { expect, test } from 'vitest';
import { lines, openDesk, reportOf } from './desk.ts';
import { bind, deed, parameters, sync } from './records.ts';

const desk = await openDesk();

const BAD = '203.0.113.66';

const given = (operation: string, who: Record<string, unknown>) =>
  deed(operation, { Parameters: parameters({ Identity: 'alice@x', ...who }) }, { user: 'admin@x' });

test('the right to send as somebody is none to read, and is not told as an unused one', async () => {
  const { report } = await desk.analyse(
    lines([
      bind({ mailbox: 'alice@x' }),
      given('Add-RecipientPermission', { Trustee: 'bob@x', AccessRights: 'SendAs' }),
      given('Add-MailboxPermission', { User: 'carol@x', AccessRights: 'FullAccess' }),
    ]),
  );
  const said = report.logTrust.cannotConclude.join(' ');
  expect(said).toContain('Of 1 grant of access (alice@x to carol@x) no reading of mail is on record');
  expect(said).not.toContain('bob@x');
});

test('what was given is told as given to somebody, what was taken away as taken from somebody', async () => {
  const carol = { User: 'carol@x', AccessRights: 'FullAccess' };
  const kase = await desk.caseOf(
    lines([
      bind({ mailbox: 'alice@x' }),
      given('Add-MailboxPermission', carol),
      given('Remove-MailboxPermission', carol),
    ]),
  );
  const { events } = await kase.section('timeline', {});
  expect(
    events.items
      .filter(({ what }) => what === 'change')
      .map(({ words }) => words)
      .sort(),
  ).toEqual(['FullAccess (to carol@x)', 'permission on the mailbox taken away: FullAccess (from carol@x)']);
});

test('a Sync from elsewhere in the session of a marked address is not told as everyday', async () => {
  const session = '5b1e0000-0000-4000-8000-0000000000aa';
  const kase = await desk.caseOf(
    lines([
      bind({ mailbox: 'alice@x', ip: BAD, session }),
      sync({ mailbox: 'alice@x', at: '2026-05-14T09:05:00', ip: '198.51.100.9', session }),
    ]),
  );
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  const step = (await reportOf(kase)).nextSteps.find(({ id }) => id === 'step-2-sync');
  expect(step?.why).toContain(
    'In a session of which these accesses are, from elsewhere: 1 folder of alice@x to 198.51.100.9',
  );
  expect(step?.why).not.toContain('everyday');
});
