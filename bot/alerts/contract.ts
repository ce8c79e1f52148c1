/** What the alerts offer to the rest of the bot, and what they need of it. */
import type { Engine } from '../../analysis/engine/engine.ts';
import type { Person } from '../../cards/index.ts';
import type { Redactor } from '../access/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import type { Place } from '../turn.ts';
import type { Work } from '../work/index.ts';
import type { Delivery } from './delivery.ts';
import type { OutboxTiming } from './outbox.ts';
import type { Standing } from './standing.ts';
import type { StormLimit } from './tell.ts';
import type { DigestWish, Wish } from './wishes.ts';

export interface Alerts {
  /** Tells new findings of a case here from now on; what is there already counts as known. @throws EngineError */
  here(place: Place, wish: Wish, by: Person): Promise<void>;
  /** False when nothing was told here. */
  off(place: Place): Promise<boolean>;
  /** @param wish null = no digest any more. @throws EngineError */
  digest(place: Place, wish: DigestWish | null, by: Person): Promise<void>;
  standing(place: Place): Standing;
  /** The case this conversation is told of; null also where that is the inbox and it has none yet. */
  caseOf(place: Place): string | null;
  inboxCase(): string | null;
  /** A button of an alert was pressed: one that is there although nobody knew that it arrived is taken up. */
  pressed(place: Place, messageId: string, finding: { caseId: string; id: string }): Promise<void>;
  /** The bot was taken out of a conversation. */
  left(place: Place): Promise<void>;
  /** The inbox folder received something. */
  inboxChanged(): Promise<void>;
  /** Tells that the watch of the tenant does not do what it should, once, and that it does again. */
  watchTrouble(caseId: string, trouble: { at: string; ended: string | null }): Promise<void>;
  /** Compares a case with what was told of it, and queues the difference. */
  look(caseId: string): Promise<void>;
  /** The same engine; what changes a case through it is told. */
  watching(engine: Engine): Engine;
  /** Settles what a crash left behind, looks at everything once, and at the clock from then on. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface AlertsOptions {
  engine: Engine;
  store: Store;
  work: Work;
  redactor: Redactor;
  delivery: Delivery;
  audit: Pick<AuditTrail, 'append'>;
  /** why somebody may not see a case in their private chat any more, or null; not asked for other conversations */
  whyNot(by: Person, place: Place, caseId: string): Promise<string | null>;
  onFault(error: unknown, doing: string): void;
  now?: () => Date;
  storm?: StormLimit;
  /** milliseconds */
  timing?: Partial<OutboxTiming> & { tick?: number };
}
