import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { bold, exact, text } from '../_shared/rich.ts';
import template from './template.json' with { type: 'json' };

/** What the bot does, for someone who has never met it. */
export interface WelcomeInput {
  /** in local mode files can also be named by their path */
  local: boolean;
  /** a channel or group chat: many read it, and Teams gives the bot no files there */
  shared: boolean;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    welcome: WelcomeInput;
  }
}

const HERE = [text('upload the file in this private chat and write '), exact('analyze'), text('.')];
const IN_PRIVATE_CHAT = [
  text('upload the file in a private chat with me and write '),
  exact('analyze'),
  text(' there; then write '),
  exact('case <name>'),
  text(' here, to work on it together.'),
];

const HEADLINE = 'I read mail-access logs and say what they prove';

export const card = defineCard<WelcomeInput>({
  template,
  data({ local, shared }) {
    return {
      headline: HEADLINE,
      ways: [
        { inlines: [bold('Look around: '), text('press Analyze the sample tenant, a small made-up case.')] },
        {
          inlines: [
            bold(shared ? 'Use an export: ' : 'Use your own export: '),
            ...(shared ? IN_PRIVATE_CHAT : HERE),
            text(
              ' CSV, JSON, .gz and .zip are read as they come out of Purview, PowerShell, Graph or a SIEM.',
            ),
          ],
        },
        ...(local
          ? [
              {
                inlines: [
                  bold('On this computer: '),
                  text('write '),
                  exact('analyze <path>'),
                  text(' with the path of a file below the folder I was started in.'),
                ],
              },
            ]
          : []),
      ],
      buttons: [button('Analyze the sample tenant', 'analyze-sample', {}), button('Help', 'help', {})],
    };
  },
  // In a channel everybody is notified: nobody there was asked to do anything.
  summary: ({ shared }) =>
    shared
      ? `Mailtrail: ${HEADLINE}.`
      : `Mailtrail: ${HEADLINE}. Upload an export, or analyze the sample tenant.`,
});
