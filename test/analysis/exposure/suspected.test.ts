/** What findings expose without any marker, and which gaps open a mailbox whole. */
import { expect, test } from 'vitest';
import type { Report } from '../../../analysis/report.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, burst, later, sync } from '../case/records.ts';
import { APP, BAD, LOG, PEOPLE, SESSION } from '../case/suspicious.ts';

const desk = await openDesk();

const ofMailbox = ({ exposure }: Report) =>
  exposure.suspected.mailboxes.map(({ mailbox, verdict }) => [mailbox, verdict]);

test('by grave findings alone, and not by what is trusted', async () => {
  const { kase, report } = await desk.analyse(lines(LOG));
  const swept = Array.from({ length: 8 }, (_, n) => `swept${n}@x`);
  expect(report.findings).toMatchObject([
    { detection: 'mailbox-sweep', severity: 'high', mailboxes: swept },
    { detection: 'unexpected-app', severity: 'medium', mailboxes: ['p0@x'] },
  ]);
  expect(report.exposure.suspected.findings).toEqual([report.findings[0]?.id]);
  expect(ofMailbox(report)).toEqual([
    ...swept.map((mailbox) => [mailbox, 'messages']),
    ...PEOPLE.map((mailbox) => [mailbox, 'no-evidence']),
  ]);
  expect((await kase.section('summary', {})).exposure.removed).toEqual({
    messages: 0,
    mailboxes: 0,
    syncs: 0,
  });
  await kase.mark(`session:${SESSION}`, 'trusted', 'test');
  expect(ofMailbox(await reportOf(kase))).toEqual([]);
  expect((await kase.section('summary', {})).exposure.removed).toEqual({
    messages: 8,
    mailboxes: 8,
    syncs: 0,
  });
});

test.each([1, 4, 8])(
  'whatever was read in the very context that a grave finding cites, on %i days',
  async (days) => {
    const mailbox = 'alice@x';
    const home = { mailbox, ip: '109.211.242.15' };
    const there = { mailbox, ip: '197.210.255.175', session: '11111111-2222-4333-8444-555555555555' };
    const nine = '2026-05-12T09:00:00';
    const { report } = await desk.analyse(
      lines([
        ...Array.from({ length: 8 }, (_, day) => [
          bind({ ...home, at: later('2026-05-04T08:00:00', day * 86_400) }),
          sync({ ...home, at: later('2026-05-04T09:00:00', day * 86_400) }),
        ]).flat(),
        ...Array.from({ length: 10 }, (_, n) =>
          sync({ ...there, at: later(nine, 70 * n), folder: `Folder ${n}` }),
        ),
        ...Array.from({ length: days }, (_, day) =>
          bind({
            ...there,
            client: 'Client=MSExchangeRPC',
            at: later(nine, 1_200 + day * 86_400),
            messages: [`secret-${day}@x`],
          }),
        ),
      ]),
    );
    expect(report.findings[0]).toMatchObject({ detection: 'sync-in-new-context', severity: 'high' });
    expect(report.exposure.suspected.mailboxes).toMatchObject([
      {
        mailbox,
        verdict: 'entire-mailbox',
        messages: Array.from({ length: days }, (_, day) => ({ internetMessageId: `<secret-${day}@x>` })),
      },
    ]);
    expect(report.exposure.suspected.mailboxes[0]?.folders).toHaveLength(10);
  },
);

test('what somebody has decided is not asked again, and the application behind a marked address is to be disabled', async () => {
  const kase = await desk.caseOf(lines(LOG));
  const decide = async () => {
    const { nextSteps } = await reportOf(kase);
    const [step] = nextSteps.filter(({ id }) => id === 'step-3-contexts');
    return { title: step?.title, commands: step?.commands, steps: nextSteps.map(({ title }) => title) };
  };
  const first = await decide();
  expect(first.title).toBe('Decide about 2 suspicions: mark hostile or trusted');
  expect(first.commands).toEqual([`mark hostile ip:${BAD}+session:${SESSION}`, `mark hostile app:${APP}`]);
  await kase.mark(`session:${SESSION}`, 'hostile', 'test');
  const second = await decide();
  expect(second.title).toBe('Decide about 1 suspicion: mark hostile or trusted');
  expect(second.commands).toEqual([`mark hostile app:${APP}`]);
  expect(second.steps).toContain(`If you confirm it: disable ${APP}, its credentials and its consent`);
  await kase.mark('ip:192.0.2.10+user:p0@x+from:2026-05-10T10:00:00Z', 'hostile', 'test');
  const third = await decide();
  expect(third.title).toBeUndefined();
  expect(third.steps).toContain(`Disable ${APP}, its credentials and its consent`);
});

test('a gap after their last record in a mailbox is a window, and leaves what was read there as messages', async () => {
  const kase = await desk.caseOf(
    lines([
      bind({ mailbox: 'before@x', at: '2026-05-14T09:00:00', ip: BAD }),
      bind({ mailbox: 'before@x', at: '2026-05-14T10:00:00', throttled: true }),
      bind({ mailbox: 'later@x', at: '2026-05-14T11:00:00', ip: BAD }),
    ]),
  );
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  expect((await reportOf(kase)).exposure.confirmed.mailboxes).toMatchObject([
    { mailbox: 'before@x', verdict: 'messages', windows: [{ from: '2026-05-14T10:00:00Z' }] },
    { mailbox: 'later@x', verdict: 'messages', windows: [] },
  ]);
});

test('a gap that is only suspected leaves the mailbox as open as a proven one', async () => {
  const kase = await desk.caseOf(
    lines([
      ...burst(1_000, 7_200, { mailbox: 'full@x' }),
      bind({ mailbox: 'full@x', at: '2026-05-14T11:00:00', ip: BAD }),
    ]),
  );
  await kase.mark(`ip:${BAD}`, 'hostile', 'test');
  const { mailboxes } = (await reportOf(kase)).exposure.confirmed;
  expect(mailboxes).toMatchObject([
    { mailbox: 'full@x', verdict: 'entire-mailbox', windows: [{ from: '2026-05-14T11:00:00Z', to: null }] },
  ]);
});
