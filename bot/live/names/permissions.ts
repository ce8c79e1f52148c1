/** What a permission lets an application do, above all with mail. The table is data, to be read and checked as such. */
import { z } from 'zod';
import table from './permissions.json' with { type: 'json' };

export type Risk = 'high' | 'medium' | 'low' | 'unknown';

export interface Decoded {
  risk: Risk;
  /** completes 'it …'; null where nothing is known */
  means: string | null;
}

const rows = z
  .array(
    z.strictObject({
      name: z.string(),
      as: z.enum(['application', 'delegated', 'both']),
      risk: z.enum(['high', 'medium', 'low']),
      means: z.string(),
    }),
  )
  .parse(table);

const byKey = new Map(
  rows.flatMap(({ name, as, risk, means }) =>
    (as === 'both' ? ['application', 'delegated'] : [as]).map(
      (kind) => [keyOf(name, kind), { risk, means }] as const,
    ),
  ),
);

/** @param name such as Mail.Read; of a permission that is not in the table, its name still says whether it touches mail */
export function decode(name: string, kind: 'application' | 'delegated'): Decoded {
  const known = byKey.get(keyOf(name, kind));
  if (known !== undefined) return known;
  if (/^(mail|mailbox|ews|imap|pop|eas|exchange)/i.test(name)) {
    return { risk: 'high', means: 'touches mail; what exactly is not in our table' };
  }
  return { risk: 'unknown', means: null };
}

function keyOf(name: string, kind: string): string {
  return `${name.toLowerCase()} ${kind}`;
}
