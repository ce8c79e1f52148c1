/** Where published tools do not see that the log is blind, or do not say so (peers.md 3b). */
import { describe, expect, test } from 'vitest';
import { lines, openDesk } from '../analysis/case/desk.ts';
import { type AuditData, bind, inboxRule, later } from '../analysis/case/records.ts';
import { WHOLE } from '../analysis/ingest/shapes.ts';
import { defect } from './defects.ts';

const desk = await openDesk();

const NINE = '2026-05-14T09:00:00';
const NEXT_DAY = `${later(NINE, 86_400)}Z`;
const FORMATS = ['search-unified-audit-log-csv', 'purview-csv', 'graph-audit-records-json'];
const CLIENTS: Record<string, string> = {
  'owa@x': 'Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64);',
  'imap@x': 'Client=POP3/IMAP4;Protocol=IMAP4',
  'ews@x': 'Client=WebServices;MacOutlook/16.107.26041219',
  'graph@x': 'Client=REST;;',
};
const BYPASS: AuditData = {
  ...inboxRule({ user: 'admin@x', at: NINE }),
  Operation: 'Set-MailboxAuditBypassAssociation',
  ObjectId: 'lee@x',
  Parameters: [
    { Name: 'AuditBypassEnabled', Value: 'True' },
    { Name: 'Identity', Value: 'lee@x' },
  ],
};

/** In each shape, a mailbox of its own is throttled. */
const shapes = FORMATS.map((format) => {
  const shape = WHOLE.find((one) => one.format === format);
  return shape?.write([bind({ mailbox: `${format}@x`, throttled: true })]) ?? '';
});
const others = lines([
  ...Object.entries(CLIENTS).map(([mailbox, client]) => bind({ mailbox, client, throttled: true })),
  bind({ mailbox: 'lee@x', at: later(NINE, -3_600) }),
  BYPASS,
  bind({ mailbox: 'ana@x', at: later(NINE, 7_200) }),
]);
const cut = `${lines([bind({ mailbox: 'cut@x' })])}${JSON.stringify(bind()).slice(0, 300)}`;

describe('a case with blind spots', async () => {
  const { report } = await desk.analyse(...shapes, others, cut);
  const throttled = report.logTrust.gaps.filter(({ kind }) => kind === 'throttled');
  const ofMailbox = (name: string) => throttled.filter(({ mailbox }) => mailbox === name);

  test(defect(1), () => {
    expect(report.inputs.slice(0, 3).map(({ format }) => format)).toEqual(FORMATS);
    for (const format of FORMATS) {
      expect(ofMailbox(`${format}@x`)).toMatchObject([
        { certainty: 'proven', from: `${NINE}Z`, to: NEXT_DAY },
      ]);
    }
  });

  test(defect(12), () => {
    expect(report.inputs.at(-1)).toMatchObject({ rows: 2, records: 1, rejected: 1 });
    expect(report.rejected).toHaveLength(1);
    expect(report.logTrust.cannotConclude.join(' ')).toMatch(/1 row could not be read/);
  });

  test(defect(21), () => {
    expect(Object.keys(CLIENTS).map((mailbox) => ofMailbox(mailbox).length)).toEqual([1, 1, 1, 1]);
  });

  test(defect(32), () => {
    // Blind for everybody's mailboxes, as far as this one reads them.
    expect(report.logTrust.gaps).toContainEqual(
      expect.objectContaining({ kind: 'audit-bypass', actor: 'lee@x', mailbox: null, from: `${NINE}Z` }),
    );
    const commands = report.nextSteps
      .flatMap((step) => step.commands)
      .filter((line) => /AuditBypassEnabled/.test(line));
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(command).toMatch(/-MailboxAuditBypassAssociation/);
  });
});
