import type { Finding } from '../../analysis/report.ts';
import { renderCard } from '../../cards/index.ts';
import { baselineCard } from '../commands/_baseline.ts';
import { knownFinding } from '../finding-card.ts';
import { Problem } from '../problems.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

/** Each is one more look at the whole case; a finding with more needs somebody to think about ranges. */
const MOST_SETS = 12;

/** The application of a finding, for the networks and mailboxes of that finding together; the form asks why. */
export const action = defineAction({
  verb: 'approve-app',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, id, reason }, { caller }, services) {
    const finding = await knownFinding(caseId, id, services);
    const { app, networks, mailboxes } = approvable(finding);
    if (reason === undefined) {
      const form = { caseId, finding, app, networks, mailboxes };
      return [{ do: 'replace', card: renderCard('approve', form), for: 'clicker' }];
    }
    if (reason.trim() === '') throw new Problem('Say why', ['The reason is kept with the approval.']);
    const by = `${caller.name} (${caller.objectId})`;
    for (const network of networks) {
      for (const mailbox of mailboxes) {
        await services.engine.approveApp(caseId, { caller: app, network, mailbox }, by, reason);
      }
    }
    return [{ do: 'replace', card: await baselineCard(caseId, 0, services), for: 'everyone' }];
  },
});

function approvable({ apps, ips, mailboxes }: Finding): {
  app: string;
  networks: string[];
  mailboxes: string[];
} {
  const [app, another] = apps;
  if (app === undefined || another !== undefined) {
    throw new Problem('This finding is not about one application', [
      'Write baseline approve and the id of the application you mean.',
    ]);
  }
  if (ips.length === 0 || mailboxes.length === 0 || ips.length * mailboxes.length > MOST_SETS) {
    throw new Problem('That is too much for one button', [
      'Write baseline approve, the application, from and a range such as 203.0.113.0/24, and because with the reason.',
    ]);
  }
  return { app, networks: ips, mailboxes };
}
