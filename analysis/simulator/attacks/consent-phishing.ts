/** A person is talked into consenting to an application, which then reads the mailbox in their name. */
import type { Attack } from '../attack.ts';
import { GRAPH, graphDelegated } from '../clients/graph.ts';
import { directoryChange } from '../operations.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';
import { Tokens } from '../via.ts';

export const attack: Attack = {
  title: 'An application gets consent to read mail and does, right away and day after day',
  severity: 'high',
  play(stage) {
    const { random, trace } = stage;
    const victim = stage.victim();
    const app = random.guid();
    trace.markers.apps.add(app);
    const at = stage.workday(0.5) + 12 * HOUR;
    const grant = { id: random.guid(), name: 'Mail Backup Free', type: 'ServicePrincipal' };
    // Consent is the victim's own doing, from the victim's own desk.
    const doer = stage.doer(victim.actor, victim.office.address(random), undefined, at);
    stage.record(
      at,
      directoryChange(doer, 'Consent to application.', grant, [
        { Name: 'ConsentContext.IsAdminConsent', OldValue: '', NewValue: 'False' },
        {
          Name: 'ConsentAction.Permissions',
          OldValue: '',
          NewValue: `[] => [[Id: ${random.base64(20)}, ClientId: ${app}, PrincipalId: ${victim.objectId}, ConsentType: Principal, Scope: Mail.Read offline_access User.Read]]`,
        },
      ]),
    );
    const ip = stage.foreignAddress();
    const id = random.guid();
    const fixed = { AADSessionId: id, APIId: GRAPH, ClientAppId: app };
    const session = { id, tokens: new Tokens(random.fork(id), at, fixed) };
    trace.markers.sessions.add(id);
    const via = graphDelegated(app, { actor: victim.actor, session, ip, attack: trace });
    stage.readBack(at + 3 * MINUTE, victim.mailbox, via, 120, [1, 4]);
    for (let day = 1; day < 5; day++) stage.readBack(at + day * DAY, victim.mailbox, via, 12, [2, 9]);
  },
};
