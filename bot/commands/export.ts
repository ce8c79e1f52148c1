import { EXPORTS, type ExportKind, exportEffects } from '../export.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';

export const command = defineCommand<ExportKind>({
  name: 'export',
  aliases: ['download'],
  args: 'notification|timeline|evidence',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'hand-on',
  summary:
    'A file to hand on: the list for notifications, the timeline, or the evidence pack. In private chat.',
  examples: ['export notification', 'export timeline', 'export evidence'],
  parse(words) {
    const kind = words.toLowerCase().replace(/["']/g, '');
    if (Object.hasOwn(EXPORTS, kind)) return kind as ExportKind;
    throw new UsageError('Write export and what: notification, timeline or evidence');
  },
  run: async (kind, turn, services) => await exportEffects(kind, enteredCase(turn), turn, services),
});
