/** The manifest of the Teams app. What it asks of a tenant is explained, line by line, in docs/deploy.md. */
import type { Command } from '../bot/commands/index.ts';
import type { Scope } from '../bot/turn.ts';

/** Who runs this bot; nothing of it can be guessed. */
export interface Registration {
  /** application (client) id of the bot in Entra */
  botId: string;
  /** id of the app in the Teams catalogue; stays the same for good, or an update becomes a second app */
  appId: string;
  /** shown as the developer, at most 32 characters */
  organisation: string;
  /** https pages, shown beside the app */
  website: string;
  privacy: string;
  terms: string;
  /** hosts that pages inside Teams may come from; Mailtrail shows none */
  hosts: string[];
}

type TeamsScope = 'personal' | 'team' | 'groupChat';

interface CommandList {
  scopes: TeamsScope[];
  commands: { title: string; description: string }[];
}

export type Manifest = ReturnType<typeof buildManifest>;

const SCOPES: readonly [TeamsScope, Scope][] = [
  ['personal', 'personal'],
  ['team', 'channel'],
  ['groupChat', 'groupChat'],
];

/** The schema of 1.24 takes 12, 128 and 4,000; the menu of Teams was built for these (teams-platform.md 3). */
const MOST_COMMANDS = 10;
const LONGEST_TITLE = 32;
const LONGEST_DESCRIPTION = 128;

/**
 * @param version of the product, three numbers
 * @param commands the whole registry
 */
export function buildManifest(registration: Registration, version: string, commands: readonly Command[]) {
  const { botId, appId, organisation, website, privacy, terms, hosts } = registration;
  return {
    $schema: 'https://developer.microsoft.com/en-us/json-schemas/teams/v1.24/MicrosoftTeams.schema.json',
    manifestVersion: '1.24',
    version,
    id: appId,
    developer: {
      name: organisation,
      websiteUrl: website,
      privacyUrl: privacy,
      termsOfUseUrl: terms,
    },
    name: { short: 'Mailtrail', full: 'Mailtrail: what was reached in a mailbox' },
    description: {
      short: 'Shows from audit records which mail was reached, and what no log can show.',
      full: [
        'For people who respond to mailbox compromise. Drop an export of the Exchange Online audit log into a private chat with Mailtrail.',
        'It answers with cards: which messages must be presumed read and by whom, in which stretches the log is blind, what may and may not be concluded, and what to do next.',
        'It changes nothing in the tenant. Who may use it is decided by the people who run it; everybody else is refused.',
      ].join('\n\n'),
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#143a52',
    bots: [
      {
        botId,
        scopes: SCOPES.map(([scope]) => scope),
        supportsFiles: true,
        isNotificationOnly: false,
        supportsCalling: false,
        supportsVideo: false,
        commandLists: commandLists(commands),
      },
    ],
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    permissions: ['identity'],
    validDomains: hosts,
  };
}

/** One list per scope; scopes with the same commands share one. */
function commandLists(commands: readonly Command[]): CommandList[] {
  const lists = new Map<string, CommandList>();
  for (const [scope, place] of SCOPES) {
    const entries = menuOf(commands.filter(({ scopes }) => scopes.includes(place)));
    const key = JSON.stringify(entries);
    const list = lists.get(key) ?? { scopes: [], commands: entries };
    list.scopes.push(scope);
    lists.set(key, list);
  }
  return [...lists.values()];
}

/** Those that say where they stand first, the others after them as the registry has them. */
function menuOf(commands: readonly Command[]): CommandList['commands'] {
  return commands
    .filter(({ name }) => name.length <= LONGEST_TITLE)
    .sort((a, b) => (a.menu ?? Number.POSITIVE_INFINITY) - (b.menu ?? Number.POSITIVE_INFINITY) || 0)
    .slice(0, MOST_COMMANDS)
    .map(({ name, summary }) => ({ title: name, description: shortened(summary) }));
}

function shortened(sentence: string): string {
  if (sentence.length <= LONGEST_DESCRIPTION) return sentence;
  const cut = sentence.slice(0, LONGEST_DESCRIPTION - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[,;:]$/, '')}…`;
}
