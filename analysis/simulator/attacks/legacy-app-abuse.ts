/**
 * Midnight Blizzard's way: a forgotten test application gets a new secret and full_access_as_app, and reads the
 * mailboxes of a few chosen people over EWS, through many homes' addresses.
 */
import type { Attack } from '../attack.ts';
import { ewsProgram } from '../clients/ews.ts';
import { servicePrincipal } from '../clients/graph.ts';
import { directoryChange } from '../operations.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';

export const attack: Attack = {
  title: 'An old application gets a new secret and the right to all mailboxes, and reads chosen ones',
  severity: 'critical',
  play(stage) {
    const { random, trace } = stage;
    const app = random.guid();
    const actor = servicePrincipal(app, random.guid());
    trace.markers.apps.add(app);
    trace.markers.users.add(actor.upn);
    const start = stage.moment(0.5);
    const admin = stage.victim(5);
    const first = stage.foreignAddress();
    const target = { id: actor.upn, name: 'Legacy Test Connector', type: 'ServicePrincipal' };
    const change = (at: number, operation: string, name: string, value: string) =>
      stage.record(
        at,
        directoryChange(stage.doer(admin.actor, first, undefined, at), operation, target, [
          { Name: name, OldValue: '[]', NewValue: value },
        ]),
      );
    change(
      start,
      'Add service principal credentials.',
      'KeyDescription',
      `["[KeyIdentifier=${random.guid()},KeyType=Password,KeyUsage=Verify,DisplayName=sync]"]`,
    );
    change(
      start + 9 * MINUTE,
      'Add app role assignment to service principal.',
      'AppRole.Value',
      '"full_access_as_app"',
    );
    const chosen = [0, 1, 2, 3].map((n) => stage.victim(n));
    for (let night = 0; night < 4; night++) {
      for (const { mailbox } of chosen) {
        const at = start + night * DAY + random.between(1, 9) * HOUR;
        const ip = stage.foreignAddress('residential');
        const via = ewsProgram(
          'ExchangeServicesClient/15.00.0913.015',
          app,
          { actor, session: undefined, ip, attack: trace },
          true,
        );
        stage.readBack(at, mailbox, via, random.int(25, 60), [1, 9], 2);
      }
    }
  },
};
