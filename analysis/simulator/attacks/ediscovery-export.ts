/** A search over mailboxes in the compliance portal and its export: all of it read, and no mail-access record at all. */
import type { Attack } from '../attack.ts';
import { complianceAction } from '../operations.ts';
import { HOUR, isoTime, MINUTE } from '../time.ts';

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36';

export const attack: Attack = {
  title: 'Mailboxes searched and exported through eDiscovery, which leaves no mail-access record',
  severity: 'medium',
  play(stage) {
    const admin = stage.victim();
    const at = stage.workday(0.4) + 20 * HOUR;
    const ip = stage.foreignAddress();
    const session = stage.session(at - MINUTE);
    stage.signIn(admin, session, ip, at - MINUTE, AGENT);
    stage.gaps.push({
      kind: 'ediscovery-access',
      mailbox: null,
      actor: admin.actor.upn,
      from: isoTime(at),
      to: isoTime(at + 33 * MINUTE),
      hiddenAccesses: 0,
    });
    const steps = ['SearchCreated', 'SearchStarted', 'SearchExported', 'SearchExportDownloaded'];
    steps.forEach((operation, n) => {
      const time = at + n * 11 * MINUTE;
      const doer = stage.doer({ ...admin.actor, type: 2 }, ip, session.id, time);
      stage.record(time, complianceAction(doer, operation, 'Q2 review', 'subject:merger OR subject:board'));
    });
  },
};
