/**
 * Phished through a proxy in the middle: the attacker's session is signed in with the victim's own browser name, then
 * used from elsewhere beside its owner. OWA first, the next night Outlook takes whole folders.
 */
import type { Attack } from '../attack.ts';
import { outlook } from '../clients/outlook.ts';
import { owa } from '../clients/owa.ts';
import { cmdlet, searchQuery } from '../operations.ts';
import { HOUR, MINUTE } from '../time.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export const attack: Attack = {
  title: 'A phished session reads mail from a foreign network and syncs folders with Outlook',
  severity: 'high',
  play(stage) {
    const { trace } = stage;
    const victim = stage.victim();
    const { actor, mailbox } = victim;
    const at = stage.workday(0.55) + 12 * HOUR;

    const ip = stage.foreignAddress();
    const session = stage.session(at - 4 * MINUTE);
    stage.signIn(victim, session, ip, at - 4 * MINUTE, victim.userAgent);
    const { page, proxy } = owa({ actor, session, ip, userAgent: FIREFOX, attack: trace });
    let time = stage.readBack(at, mailbox, page, 40, [12, 50], 2);
    stage.record(time, searchQuery(stage.doer(actor, ip, session.id, time), page, 'invoice'));
    time = stage.readBack(time, mailbox, proxy, 20, [15, 40], 7);
    const rule = `${stage.organization.name}/${victim.objectId}\\.`;
    const parameters = { Name: '.', MoveToFolder: 'RSS Feeds', SubjectOrBodyContainsWords: 'invoice' };
    stage.record(time, cmdlet(stage.doer(actor, ip, session.id, time), 'New-InboxRule', rule, parameters));

    const night = at + 14 * HOUR;
    const exit = stage.foreignAddress();
    const profile = stage.session(night - MINUTE);
    stage.signIn(
      victim,
      profile,
      exit,
      night - MINUTE,
      'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0)',
    );
    const via = outlook({ actor, session: profile, ip: exit, version: '16.0.14332.20771', attack: trace });
    stage.syncAll(night, mailbox, via);
  },
};
