/** An administrator's stolen account grants a colleague's account full access; that one syncs and reads the boss's mail. */
import type { Attack } from '../attack.ts';
import { outlook } from '../clients/outlook.ts';
import { owa } from '../clients/owa.ts';
import { cmdlet } from '../operations.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';

const EXCHANGE_POWERSHELL = 'fb78d390-0c51-40cd-8e17-fdbfab77341b';
const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36';

export const attack: Attack = {
  title: 'A delegate, granted by a stolen administrator account, takes the mailbox of another',
  severity: 'high',
  play(stage) {
    const { trace } = stage;
    const [boss, delegate, admin] = [stage.victim(0), stage.victim(1), stage.victim(2)];
    const at = stage.workday(0.55) + 19 * HOUR;
    const adminIp = stage.foreignAddress();
    const adminSession = stage.session(at - MINUTE);
    stage.signIn(admin, adminSession, adminIp, at - MINUTE, AGENT, EXCHANGE_POWERSHELL);
    const parameters = { Identity: boss.mailbox.upn, User: delegate.actor.upn, AccessRights: 'FullAccess' };
    const doer = stage.doer({ ...admin.actor, type: 2 }, adminIp, adminSession.id, at);
    stage.record(
      at,
      cmdlet(doer, 'Add-MailboxPermission', boss.mailbox.upn, parameters, EXCHANGE_POWERSHELL),
    );

    const night = at + 5 * HOUR;
    const ip = stage.foreignAddress();
    const session = stage.session(night);
    stage.signIn(delegate, session, ip, night - MINUTE, AGENT);
    const who = { actor: delegate.actor, session, ip, logonType: 2, attack: trace };
    stage.syncAll(night, boss.mailbox, outlook({ ...who, version: '16.0.17932.20328' }));
    const { page } = owa({ ...who, userAgent: AGENT });
    stage.readBack(night + HOUR, boss.mailbox, page, 50, [8, 40]);
    stage.readBack(night + DAY, boss.mailbox, page, 20, [8, 40]);
  },
};
