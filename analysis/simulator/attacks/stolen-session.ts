/** A phished session cookie, used from elsewhere beside its owner: OWA first, then Outlook takes whole folders. */
import type { Attack, Stage } from '../attack.ts';
import { outlook } from '../clients/outlook.ts';
import { owa } from '../clients/owa.ts';
import { cmdlet, searchQuery } from '../operations.ts';
import type { Person } from '../people.ts';
import { HOUR, MINUTE, SECOND } from '../time.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export const attack: Attack = {
  title: 'A stolen session reads mail from a foreign network and syncs folders with Outlook',
  severity: 'high',
  play(stage) {
    const victim = stage.victim();
    const at = stage.moment(0.55) + 13 * HOUR;
    readInBrowser(stage, victim, at);
    syncWithOutlook(stage, victim, at + 14 * HOUR + 11 * MINUTE);
  },
};

function readInBrowser(stage: Stage, victim: Person, at: number): void {
  const { random, trace } = stage;
  const ip = stage.foreignAddress();
  const session = stage.session(at - 4 * MINUTE);
  // The proxy in the middle signs in for the victim, with the victim's own browser name.
  stage.signIn(victim, session, ip, at - 4 * MINUTE, victim.userAgent);
  const { page, proxy } = owa({ actor: victim.actor, session, ip, userAgent: FIREFOX, attack: trace });
  const newest = victim.mailbox.latest(at);
  let time = at;
  for (let n = 0; n < 60; n++) {
    stage.read(time, victim.mailbox, random.chance(0.7) ? page : proxy, newest - 1 - Math.floor(n * 2.3));
    time += random.int(12, 50) * SECOND;
    if (n === 20)
      stage.record(time, searchQuery(stage.doer(victim.actor, ip, session.id, time), page, 'invoice'));
  }
  stage.record(
    time,
    cmdlet(
      stage.doer(victim.actor, ip, session.id, time),
      'New-InboxRule',
      `${stage.organization.name}/${victim.objectId}\\.`,
      { Name: '.', MoveToFolder: 'RSS Feeds', SubjectOrBodyContainsWords: 'invoice', MarkAsRead: 'True' },
    ),
  );
}

function syncWithOutlook(stage: Stage, victim: Person, at: number): void {
  const { random, trace } = stage;
  const ip = stage.foreignAddress();
  const session = stage.session(at - MINUTE);
  stage.signIn(
    victim,
    session,
    ip,
    at - MINUTE,
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64)',
  );
  const via = outlook({ actor: victim.actor, session, ip, version: '16.0.14332.20771', attack: trace });
  victim.mailbox.folders.forEach((folder, index) => {
    const time = at + index * 2 * MINUTE + random.int(0, 40) * SECOND;
    stage.deeds.push({ kind: 'sync', at: time, mailbox: victim.mailbox, via, folder });
  });
}
