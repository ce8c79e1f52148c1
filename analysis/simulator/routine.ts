/** What runs in a company besides its people's own mail: one file each under routines/. */
import type { Deed } from './deed.ts';
import { Mailbox } from './mail.ts';
import type { AddressPlan } from './networks.ts';
import type { Doer } from './operations.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { Organization } from './record.ts';
import { DAY, isoTime } from './time.ts';
import type { Harmless } from './truth.ts';
import type { Actor } from './via.ts';

export interface Routine {
  /**
   * Sets the routine up; it may give people further mailboxes to read.
   * @returns what it does on the UTC day that starts then, or undefined when it lives in the people's own days
   *   or the company is too small for it
   */
  begin(company: Company): ((day: number) => Deed[]) | undefined;
}

export interface CompanyFacts {
  organization: Organization;
  organizationSid: string;
  people: readonly Person[];
  from: number;
  to: number;
  addresses: AddressPlan;
  /** whether something is introduced to many at once */
  rollouts: boolean;
}

/** The company as one routine sees it. */
export class Company {
  readonly organization: Organization;
  readonly people: readonly Person[];
  readonly from: number;
  readonly to: number;
  readonly addresses: AddressPlan;
  readonly rollouts: boolean;

  constructor(
    private readonly facts: CompanyFacts,
    readonly random: Random,
    /** shared by all routines: every mailbox, those of people first */
    readonly mailboxes: Mailbox[],
    private readonly notes: Harmless[],
  ) {
    this.organization = facts.organization;
    this.people = facts.people;
    this.from = facts.from;
    this.to = facts.to;
    this.addresses = facts.addresses;
    this.rollouts = facts.rollouts;
  }

  addMailbox(name: string, kind: 'shared' | 'room', inflow: number): Mailbox {
    const mailbox = new Mailbox(
      this.random.fork(`mailbox ${name}`),
      {
        upn: `${name}@${this.organization.domain}`,
        kind,
        inflow,
        history: kind === 'shared' ? 2500 : 300,
        newer: true,
        hoursAhead: 2,
        language: 'en',
      },
      this.facts.from,
      this.facts.organizationSid,
    );
    this.mailboxes.push(mailbox);
    return mailbox;
  }

  /** Writes down something that looks odd and is not. */
  harmless(what: string, mailbox: Mailbox | undefined, from: number, to: number): void {
    this.notes.push({ what, mailbox: mailbox?.upn ?? null, from: isoTime(from), to: isoTime(to) });
  }

  doer(actor: Actor, ip: string | undefined, at: number, random: Random): Doer {
    return { organization: this.organization, actor, ip, sessionId: random.guid(), at, random };
  }

  /** A stream for that day, whatever other days drew. */
  randomOn(day: number): Random {
    return this.random.fork(`day ${day / DAY}`);
  }
}
