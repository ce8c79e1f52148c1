/** What `npm run package` is told, checked before anything is built. */
import { parseArgs } from 'node:util';
import type { Registration } from './manifest.ts';

export const USAGE = `npm run package -- --bot-id <id> --website <https page> [options]

  --bot-id        application (client) id of the bot; default: MICROSOFT_APP_ID
  --website       page of the people who run this bot in your organisation
  --privacy       page with their privacy statement; default: the website
  --terms         page with their terms of use; default: the website
  --organisation  shown as the developer, at most 32 characters
  --app-id        id in the Teams catalogue; default: the id of the bot. Never change it later
  --host          adds a host to validDomains; Mailtrail needs none

Without any of them a draft is built, which shows what the package will hold.`;

/** An argument is missing or wrong; the message names it. */
export class WrongArguments extends Error {}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const PLACEHOLDER = 'https://example.com/';

/** @throws WrongArguments */
export function readRegistration(
  args: string[],
  environment: Record<string, string | undefined>,
): (Registration & { draft: boolean }) | 'help' {
  const told = parsed(args);
  if (told.help) return 'help';
  const botId = told['bot-id'] ?? environment.MICROSOFT_APP_ID?.trim();
  const draft = !botId;
  if (draft && Object.keys(told).length > 0) throw new WrongArguments('--bot-id is missing');
  if (!draft && told.website === undefined) throw new WrongArguments('--website is missing');
  const website = webPage('website', told.website ?? PLACEHOLDER);
  const organisation = told.organisation ?? 'Mailtrail';
  if (organisation.trim() === '' || organisation.length > 32) {
    throw new WrongArguments('--organisation must have 1 to 32 characters');
  }
  return {
    draft,
    botId: id('bot-id', botId || NOBODY),
    appId: id('app-id', told['app-id'] ?? (botId || NOBODY)),
    organisation,
    website,
    privacy: webPage('privacy', told.privacy ?? website),
    terms: webPage('terms', told.terms ?? website),
    hosts: (told.host ?? []).map(host),
  };
}

function parsed(args: string[]) {
  const one = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      options: {
        'bot-id': one,
        'app-id': one,
        organisation: one,
        website: one,
        privacy: one,
        terms: one,
        host: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new WrongArguments(error instanceof Error ? error.message : String(error));
  }
}

function id(name: string, value: string): string {
  if (GUID.test(value)) return value.toLowerCase();
  throw new WrongArguments(`--${name} must be an id such as ${NOBODY}`);
}

function webPage(name: string, value: string): string {
  if (URL.canParse(value) && new URL(value).protocol === 'https:') return value;
  throw new WrongArguments(`--${name} must be a page that begins with https://`);
}

function host(value: string): string {
  if (HOST.test(value)) return value.toLowerCase();
  throw new WrongArguments('--host must be a name such as mailtrail.contoso.com, without https:// and path');
}
