import type { CaseFacts } from './facts.ts';

/** One next step. A file of steps/ exports it as `step`. */
export interface Step {
  id: string;
  /** the document it rests on, short enough for a card */
  source: string;
  /** tens: 10 preserve and decide, 20 contain, 30 complete the log, 40 Microsoft's steps, 50 look further, 60 auditing, 70 tell, 80 prepare */
  order: number;
  when(facts: CaseFacts): boolean;
  title(facts: CaseFacts): string;
  why(facts: CaseFacts): string;
  /** ready to paste; empty when the step is no command's work */
  commands(facts: CaseFacts): string[];
}
