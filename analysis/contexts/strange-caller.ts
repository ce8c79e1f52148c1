/** An application that is not a person's own mail program: who acts in a person's name through it is worth naming. */
import { APPS } from '../reference/apps.ts';
import { literal } from '../store/database.ts';

const ORDINARY = APPS.filter(({ kind }) => !['malicious', 'risky'].includes(kind)).map(({ id }) =>
  literal(id),
);

/** SQL: the caller is no ordinary mail program, or acted without a user. @param of with a dot, such as 'm.' */
export function strangeCaller(of = ''): string {
  return `${of}caller IS NOT NULL AND (${of}user_type IN (5, 6) OR ${of}caller NOT IN (${ORDINARY.join(', ')}))`;
}
