import type { Severity } from '../../analysis/report.ts';
import { personOf, Refusal } from '../access/index.ts';
import { alertsCard, type Quiet, SEVERITIES, timeOfDay, zoneNamed } from '../alerts/index.ts';
import { Problem } from '../problems.ts';
import { defineCommand, UsageError } from './_command.ts';

type AlertsArgs =
  | { to: 'off' | 'status' }
  | { to: 'here'; inbox: boolean; floor: Severity; quiet: Quiet | null };

const DEFAULT_FLOOR: Severity = 'high';

export const command = defineCommand<AlertsArgs>({
  name: 'alerts',
  aliases: ['alert'],
  args: 'here [inbox] [severity] [quiet 22:00-06:00 <time zone>] | off | status',
  role: 'responder',
  scopes: ['groupChat', 'channel'],
  about: 'case',
  topic: 'told',
  summary: 'Tells this conversation of new findings of its case, or of the inbox folder.',
  examples: [
    'alerts here',
    'alerts here medium quiet 22:00-06:00 Europe/Berlin',
    'alerts here inbox critical',
    'alerts status',
    'alerts off',
  ],
  parse(words) {
    const [first = 'status', ...rest] = words.split(/[\s,]+/).filter((word) => word !== '');
    const to = first.toLowerCase();
    if (to === 'here' || to === 'on') return { to: 'here', ...wish(rest) };
    if ((to !== 'off' && to !== 'status') || rest.length > 0) {
      throw new UsageError('Write alerts here, alerts off or alerts status');
    }
    return { to };
  },
  async caseOf(args, { place }, { alerts, store }) {
    const current = store.currentCase(place);
    if (args.to !== 'here') return alerts.caseOf(place) ?? current;
    return (args.inbox ? null : current) ?? alerts.inboxCase();
  },
  async run(args, turn, services) {
    const { alerts, store } = services;
    if (args.to === 'off' && !(await alerts.off(turn.place))) {
      throw new Problem('Nothing is told here by itself', ['Write alerts here to begin.']);
    }
    if (args.to === 'here') {
      const { floor, quiet } = args;
      const inbox = turn.caseId === alerts.inboxCase();
      // Whoever may see everything may ask to be told of a case that is not there yet.
      if (turn.caseId === null && turn.role !== 'lead') {
        throw new Refusal(
          'role, needs lead',
          'Nothing has come into the inbox folder yet, so only a lead can ask for it',
          ['Write case and its name first, to be told of another case.'],
        );
      }
      await alerts.here(
        turn.place,
        { caseId: inbox ? null : turn.caseId, floor, quiet },
        personOf(turn.caller),
      );
      if (turn.caseId !== null) await store.setCurrentCase(turn.place, turn.caseId);
    }
    return [{ do: 'post', card: await alertsCard(turn.place, services) }];
  },
});

function wish(words: string[]): { inbox: boolean; floor: Severity; quiet: Quiet | null } {
  const left = words.map((word) => word.toLowerCase());
  const at = left.indexOf('quiet');
  const quiet = at < 0 ? null : quietOf(words.slice(at + 1));
  const before = at < 0 ? left : left.slice(0, at);
  const inbox = before.includes('inbox');
  const [floor = DEFAULT_FLOOR, ...more] = before.filter((word) => word !== 'inbox');
  const severity = SEVERITIES.find((one) => one === floor);
  if (severity === undefined || more.length > 0) {
    throw new UsageError(`From which severity up? One of ${SEVERITIES.join(', ')}`);
  }
  return { inbox, floor: severity, quiet };
}

function quietOf(words: string[]): Quiet {
  const [span = '', typedZone = 'UTC', ...more] = words
    .join(' ')
    .replace(/\s*(?:-|–|\bto\b)\s*/i, '-')
    .split(' ');
  const [from, to] = span.split('-').map(timeOfDay);
  if (!from || !to || from === to || more.length > 0) {
    throw new UsageError('Quiet from when to when? Such as quiet 22:00-06:00 Europe/Berlin');
  }
  const zone = zoneNamed(typedZone);
  if (zone === null)
    throw new UsageError('I do not know that time zone; write one such as Europe/Berlin or UTC');
  return { from, to, zone };
}
