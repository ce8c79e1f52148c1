/** What a detection is. One folder each: detection.ts, detection.sql, cases.ts; nothing else needs an entry. */
import type { AppKind } from '../reference/apps.ts';
import type { Confidence, Severity } from '../report.ts';
import type { Held } from './held.ts';

/** A question asked of the records. Its SQL finds the evidence, `judge` says in words what it means. */
export interface Detection {
  title: string;
  /** what it asks, in one sentence */
  question: string;
  /** how severity is computed, in words for people who must trust it */
  severityRule: string;
  /** MITRE ATT&CK technique ids */
  attack: string[];
  falsePositives: string;
  /** ids of guidance steps that answer it */
  response: string[];
  /** hours without evidence after which more of it is a new incident */
  pauseHours: number;
  /** false where its query cannot find anything in such a case, and need not be run; left out: it is always run */
  worthAsking?(held: Held): boolean;
  /** null: the evidence of this group is not worth a finding */
  judge(group: GroupFacts): Judgement | null;
}

export interface Judgement {
  severity: Severity;
  /** lowered further where there is little history, unless it does without */
  confidence: Confidence;
  /** false where nothing was told from what was usual before */
  needsHistory?: boolean;
  /** where the finding's own title says more than the detection's */
  title?: string;
  /** why this severity, in half sentences: 'an application nobody here has used before' */
  because: string[];
  observed: string;
  expected: string;
}

export interface CallerFacts {
  id: string;
  name: string | null;
  tier: AppKind | 'unknown';
}

export interface FarPlace {
  kind: 'hosting' | 'vpn' | 'country';
  /** two letters; null where the tables do not know it */
  country: string | null;
  /** name of the network, else its AS number */
  network: string | null;
}

/**
 * What the evidence of one incident amounts to. Places, levels: analysis/baseline. Numbers of mail access count
 * MailItemsAccessed records only; changes, mail sent and searches are in `changes`.
 */
export interface GroupFacts {
  key: string;
  /** what the detection’s SQL noted, distinct */
  details: string[];
  firstS: number;
  lastS: number;
  /** days of the tenant's log before the first evidence */
  historyDays: number;
  /** records of mail access */
  records: number;
  bind: number;
  sync: number;
  messages: number;
  folders: number;
  throttled: number;
  mailboxes: number;
  /** all mailboxes of the tenant that the log names */
  allMailboxes: number;
  /** the busiest first */
  mailboxNames: string[];
  users: string[];
  callers: CallerFacts[];
  protocols: string[];
  ips: string[];
  countries: string[];
  /** those of the records of mail access alone: who changed something is not the one who read */
  readIps: string[];
  readCountries: string[];
  /** the places of level 3, distinct, the most used first */
  far: FarPlace[];
  networks: number;
  /** providers of those networks; a network of none that is known counts as one */
  providers: number;
  sessions: number;
  days: number;
  /** of each mailbox the days on which it was read, summed */
  mailboxDays: number;
  /** the farthest place: 0 usual, 1 new address, 2 new provider, 3 other country or rented machine */
  place: number;
  hosting: boolean;
  newDevice: boolean;
  newProtocol: boolean;
  /** a library or tool of programmers was among the programs */
  scripted: boolean;
  appOnly: boolean;
  nonOwner: boolean;
  /** half hours in which the owner read at his usual place at the same time */
  crossing: number;
  /** all that was read in another country was read where its owner was on a journey, as the own records say */
  onJourney: boolean;
  /** share of records at hours in which these mailboxes are never read, 0 to 1 */
  oddHours: number;
  /** kinds of `change` records among the evidence */
  changes: string[];
}

/** A busy day of reading. Two weeks of ordinary ones come to hundreds as well. */
const MANY_A_DAY = 25;

/** Whether more than so many messages were taken, and at a pace that is not that of every day. */
export function tookMuch({ messages, days }: GroupFacts, many: number): boolean {
  return messages > many && messages > MANY_A_DAY * days;
}

/** The same of each of several mailboxes: that many people use a thing takes no more from any of them. */
export function tookMuchOfEach({ messages, mailboxes, mailboxDays }: GroupFacts, many: number): boolean {
  return messages > many * mailboxes && messages > MANY_A_DAY * mailboxDays;
}

const RANKS: Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

export function severityRank(severity: Severity): number {
  return RANKS.indexOf(severity);
}

export function severityOf(rank: number): Severity {
  return RANKS[Math.max(0, Math.min(rank, RANKS.length - 1))] ?? 'info';
}

/** Adds up what speaks for a higher severity, and keeps the words for it. */
export class Weight {
  readonly because: string[] = [];
  private rank: number;

  constructor(base: Severity) {
    this.rank = severityRank(base);
  }

  /** Raises by `steps` where `condition` holds. */
  add(condition: boolean, why: string, steps = 1): this {
    if (condition) {
      this.rank += steps;
      this.because.push(why);
    }
    return this;
  }

  /** Never above this. */
  atMost(severity: Severity): this {
    this.rank = Math.min(this.rank, severityRank(severity));
    return this;
  }

  get severity(): Severity {
    return severityOf(this.rank);
  }
}
