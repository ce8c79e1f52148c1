/** What people have done about a case: the work state that cards show beside the report. Filled by bot/work/. */

export interface Person {
  /** Entra object id, lower-case */
  objectId: string;
  /** for showing only: anyone can choose it */
  name: string;
}

/** Who did it, and when (ISO time, UTC). */
export interface Deed {
  by: Person;
  at: string;
}

export interface Note extends Deed {
  text: string;
}

export interface FindingWork {
  owner: Person | null;
  acknowledged: Deed | null;
  /** not shown again until then, for that reason */
  suppressed: (Deed & { until: string; reason: string }) | null;
  notes: Note[];
}

/** A deadline that a lead started; Mailtrail only counts. */
export interface Clock extends Deed {
  id: string;
  /** as typed, such as 'GDPR art. 33' */
  regime: string;
  awareSince: string;
  hours: number;
  /** the IANA time zone it is shown in */
  zone: string;
}

export interface CaseMember extends Person {
  /** counts as lead in this case */
  lead: boolean;
  /** null for who made the case */
  invited: Deed | null;
}

/** A step that was done; `title` is what it said then, '' where nobody noted it. */
export interface Tick extends Deed {
  title: string;
}

/** A step may grow after it was ticked off: ten mailboxes are not held because six were. */
export function stillDone(tick: Tick, title: string): boolean {
  return tick.title === '' || tick.title === title;
}

/** What the summary said last on a day (UTC), so that people can be told what is new. */
export interface DayCounts {
  day: string;
  findings: number;
  confirmed: { messages: number; mailboxes: number };
  suspected: { messages: number; mailboxes: number };
}

export interface CaseWork {
  members: CaseMember[];
  /** nothing of the case may be deleted while it is held */
  hold: (Deed & { reason: string }) | null;
  /** how long it is kept, from when it was made; null = until a lead purges it */
  retention: (Deed & { days: number }) | null;
  /** accounts let in although they are exposed or marked hostile, by object id */
  overrides: Record<string, Deed & { reason: string; confirmedBy: Person }>;
  /** by finding id */
  findings: Record<string, FindingWork>;
  /** of the whole case */
  notes: Note[];
  /** next steps that were done, by step id */
  ticks: Record<string, Tick>;
  clocks: Clock[];
  /** the oldest first, one a day on which somebody looked */
  days: DayCounts[];
  /** set while it is being deleted: nothing else may begin */
  purging: boolean;
}

/** Something that cannot be undone, asked for by one person and waiting for another. */
export interface ConfirmRequest {
  id: string;
  kind: 'purge' | 'lift-hold' | 'override';
  caseId: string;
  /** 'override': whom it lets in */
  person: Person | null;
  reason: string;
  by: Person;
  at: string;
  expiresAt: string;
}
