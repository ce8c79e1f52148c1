/** The SDK's adapter, with its two habits mended that say too much: errors in answers and on the console. */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { TeamsApp } from '../config.ts';

export class Adapter extends CloudAdapter {
  readonly appId: string;

  constructor(app: TeamsApp | null) {
    super(
      new ConfigurationBotFrameworkAuthentication(
        app
          ? {
              MicrosoftAppId: app.id,
              MicrosoftAppType: app.type,
              MicrosoftAppTenantId: app.tenantId,
              MicrosoftAppPassword: app.password ?? '',
            }
          : { MicrosoftAppId: '' },
      ),
    );
    this.appId = app?.id ?? '';
    // Turns handle their own errors; whatever still comes here must reach the caller of `receive`, and nobody else.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  /** Authenticates an activity and hands it on. @throws AuthenticationError, or what `logic` throws */
  receive(
    authHeader: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authHeader, activity, logic);
  }
}
