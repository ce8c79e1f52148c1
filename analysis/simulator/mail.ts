/**
 * Mailboxes and their messages. Message number n of a mailbox is always the same message, computed when asked for,
 * so that it can be read again by anyone at any time and nothing needs to be stored.
 */
import { Random } from './random.ts';
import { DAY, HOUR, isWeekend } from './time.ts';

export interface Folder {
  id: string;
  /** leaf name, as Sync records give it */
  name: string;
  /** as Bind records give it, such as \Inbox */
  path: string;
  /** share of the mailbox's messages */
  weight: number;
}

export interface Message {
  number: number;
  internetMessageId: string | undefined;
  itemId: string;
  immutableId: string;
  size: number;
  folder: Folder;
}

export interface MailboxTraits {
  upn: string;
  kind: 'user' | 'shared' | 'room';
  /** messages that arrive on a working day */
  inflow: number;
  /** messages that were there before the log begins */
  history: number;
  /** whether records of this mailbox carry the fields of 2025 */
  newer: boolean;
  /** hours its owner's clock is ahead of UTC: mail arrives by day */
  hoursAhead: number;
  /** language of the standard folders' names */
  language: 'en' | 'fr' | 'de';
}

const STANDARD_NAMES = {
  en: ['Inbox', 'Sent Items', 'Deleted Items', 'Drafts', 'Archive'],
  fr: ['Boîte de réception', 'Éléments envoyés', 'Éléments supprimés', 'Brouillons', 'Archive'],
  de: ['Posteingang', 'Gesendete Elemente', 'Gelöschte Elemente', 'Entwürfe', 'Archiv'],
} as const;
const STANDARD_SHARES = [0.7, 0.12, 0.05, 0.01, 0.04];
const STANDARD_KEYS = ['EM', 'EJ', 'EK', 'EP', 'Fo'];
const OWN_FOLDERS = [
  'Clients',
  'Invoices',
  'Projects\\Aurora',
  'Projects\\Harbour',
  'Travel',
  'Board',
  'HR',
  'Contracts\\2026',
  'Newsletters',
  'Payroll',
  'Legal',
];
const SENDERS = ['mail.example.net', 'mta.example.org', 'smtp.example.com', 'news.example.net'];

export class Mailbox {
  readonly upn: string;
  readonly kind: MailboxTraits['kind'];
  readonly newer: boolean;
  readonly history: number;
  readonly guid: string;
  readonly sid: string;
  readonly server: string;
  readonly folders: Folder[];
  private readonly arrivals: number[] = [];
  private readonly idHead: string;
  private readonly idTail: string;
  private readonly seed: string;

  constructor(
    random: Random,
    private readonly traits: MailboxTraits,
    private readonly origin: number,
    organizationSid: string,
  ) {
    this.upn = traits.upn;
    this.kind = traits.kind;
    this.newer = traits.newer;
    this.history = traits.history;
    this.seed = random.hex(16);
    this.guid = random.guid();
    this.sid = `${organizationSid}-${random.int(1_000_000, 49_999_999)}`;
    this.server = serverName(random);
    this.idHead = `AAAAA${random.base64(21)}`;
    this.idTail = random.base64(21);
    this.folders = this.makeFolders(random);
  }

  get inbox(): Folder {
    return this.folders[0] as Folder;
  }

  /** Number of the newest message that has arrived by then. */
  latest(at: number): number {
    const local = at - this.origin + this.traits.hoursAhead * HOUR;
    const day = Math.floor(local / DAY);
    const clock = (local - day * DAY) / HOUR;
    const share = Math.min(1, Math.max(0, (clock - 6) / 14));
    const before = day <= 0 ? 0 : this.arrivedBefore(day);
    const today = day < 0 ? 0 : this.arrivedBefore(day + 1) - before;
    return this.history + before + Math.floor(today * share);
  }

  private arrivedBefore(day: number): number {
    for (let known = this.arrivals.length; known <= day; known++) {
      const yesterday = this.origin + (known - 1) * DAY;
      const inflow = isWeekend(yesterday) ? this.traits.inflow * 0.12 : this.traits.inflow;
      this.arrivals.push(known === 0 ? 0 : (this.arrivals[known - 1] as number) + Math.round(inflow));
    }
    return this.arrivals[day] as number;
  }

  message(number: number): Message {
    const random = new Random(`${this.seed}#${number}`);
    const folder = this.folderFor(random.next());
    const counter = number.toString(16).padStart(6, '0').toUpperCase();
    const item = `${this.idHead}BwA${this.idTail}AAAAAA${folder.id.slice(58, 60)}AAA${this.idTail}AA${counter}AAAJ`;
    const draft = folder === this.folders[3];
    return {
      number,
      internetMessageId: draft && this.newer ? undefined : messageId(random),
      itemId: `Rg${item}`,
      immutableId: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${this.idTail}AA${counter}AA`,
      size: messageSize(random),
      folder,
    };
  }

  private folderFor(share: number): Folder {
    let left = share;
    for (const folder of this.folders) {
      left -= folder.weight;
      if (left < 0) return folder;
    }
    return this.inbox;
  }

  private makeFolders(random: Random): Folder[] {
    const standard = STANDARD_NAMES[this.traits.language].map((name, index) =>
      this.makeFolder(`\\${name}`, `AAAAAA${STANDARD_KEYS[index]}AAAB`, STANDARD_SHARES[index] as number),
    );
    const own = random.sample(OWN_FOLDERS, random.int(1, 4));
    const share = 0.08 / own.length;
    return [
      ...standard,
      ...own.map((name) =>
        this.makeFolder(`\\${standard[0]?.name}\\${name}`, `AA${random.base64(6)}AAAB`, share),
      ),
    ];
  }

  private makeFolder(path: string, tail: string, weight: number): Folder {
    const name = path.slice(path.lastIndexOf('\\') + 1);
    return { id: `Lg${this.idHead}AQA${this.idTail}${tail}`, name, path, weight };
  }
}

function serverName(random: Random): string {
  const site = random.pick(['AM0PR04MB', 'DB8PR04MB', 'VI1PR04MB', 'AS8PR04MB', 'PAXPR04MB']);
  return `${site}${random.int(1000, 9999)} (15.20.${random.int(9700, 9799)}.0${random.int(10, 29)})`;
}

function messageId(random: Random): string {
  const kind = random.next();
  if (kind < 0.55) {
    const host = `${random.pick(['DB8', 'AM0', 'VI1', 'PAX'])}PR04MB${random.int(1000, 9999)}`;
    return `<${host}${random.hex(26).toUpperCase()}@${host}.eurprd04.prod.outlook.com>`;
  }
  if (kind < 0.85) return `<CA${random.base64(48).replaceAll('/', '_')}@${random.pick(SENDERS)}>`;
  return `<${random.hex(32)}@${random.pick(SENDERS)}>`;
}

/** Bytes: most messages are small, one in eight carries something. */
function messageSize(random: Random): number {
  const kind = random.next();
  if (kind < 0.5) return random.int(6_000, 40_000);
  if (kind < 0.88) return random.int(40_000, 180_000);
  return random.int(180_000, 4_500_000);
}
