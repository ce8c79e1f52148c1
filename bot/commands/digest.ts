import { personOf } from '../access/index.ts';
import { alertsCard, timeOfDay, zoneNamed } from '../alerts/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';

/** null = no digest any more */
type DigestArgs = { at: string; zone: string } | null;

export const command = defineCommand<DigestArgs>({
  name: 'digest',
  aliases: ['daily digest'],
  args: '<time> [time zone] | off',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'told',
  summary: 'Tells this conversation once a day what is new in its case, and how it stands.',
  examples: ['digest 08:00 Europe/Berlin', 'digest off'],
  parse(words) {
    if (words.toLowerCase() === 'off') return null;
    const [typed = '', typedZone = 'UTC', ...more] = words.split(/\s+/);
    const at = timeOfDay(typed);
    if (at === null || more.length > 0)
      throw new UsageError('At what time? Such as digest 08:00 Europe/Berlin');
    const zone = zoneNamed(typedZone);
    if (zone === null)
      throw new UsageError('I do not know that time zone; write one such as Europe/Berlin or UTC');
    return { at, zone };
  },
  async run(at, turn, services) {
    const caseId = enteredCase(turn);
    await services.alerts.digest(turn.place, at && { ...at, caseId }, personOf(turn.caller));
    return [{ do: 'post', card: await alertsCard(turn.place, services) }];
  },
});
