/** Long questions, such as a file of message ids: kept for the buttons that turn pages, which carry only a short name. */
import { randomUUID } from 'node:crypto';

export interface Asked<T> {
  /** @returns the name to ask it again by */
  keep(caseId: string, question: T): string;
  /** null when it is of another case, or was forgotten: at a restart, or for newer ones */
  recall(caseId: string, name: string): T | null;
}

const MOST_KEPT = 100;

export function createAsked<T>(): Asked<T> {
  const kept = new Map<string, { caseId: string; question: T }>();
  return {
    keep(caseId, question) {
      const name = randomUUID();
      kept.set(name, { caseId, question });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return name;
    },
    recall(caseId, name) {
      const found = kept.get(name);
      return found?.caseId === caseId ? found.question : null;
    },
  };
}
