import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { bold, exact, text } from '../_shared/rich.ts';
import template from './template.json' with { type: 'json' };

/** What the bot does, for someone who has never met it. */
export interface WelcomeInput {
  /** in local mode files can also be named by their path */
  local: boolean;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    welcome: WelcomeInput;
  }
}

const HEADLINE = 'I read mail-access logs and say what they prove';

export const card = defineCard<WelcomeInput>({
  template,
  data({ local }) {
    return {
      headline: HEADLINE,
      ways: [
        { inlines: [bold('Look around: '), text('press Analyze the sample tenant, a small made-up case.')] },
        {
          inlines: [
            bold('Use your own export: '),
            text('upload the file in this private chat and write '),
            exact('analyze'),
            text(
              '. CSV, JSON, .gz and .zip are read as they come out of Purview, PowerShell, Graph or a SIEM.',
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
  summary: () => `Mailtrail: ${HEADLINE}. Upload an export, or analyze the sample tenant.`,
});
