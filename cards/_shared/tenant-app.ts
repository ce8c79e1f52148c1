/** What the tenant says of an application: what it is, who made it, and what it was allowed. */
import { group, type LineGroup, line } from './line-card.ts';
import { bold, dotted, exact, subtle, text } from './rich.ts';
import { count, cut, few, name, plural, sentence, shorten, time, title } from './words.ts';

export interface GrantedPermission {
  /** such as Mail.Read */
  name: string;
  /** the service it is a permission of */
  of: string;
  /** 'application': it acts by itself, on everybody; 'delegated': in somebody's name */
  kind: 'application' | 'delegated';
  /** people who consented, as far as their names are known */
  whom: string[];
  /** how many consented; null = an administrator did, for everybody */
  people: number | null;
  /** ISO time */
  since: string | null;
  risk: 'high' | 'medium' | 'low' | 'unknown';
  /** completes 'it …' */
  means: string | null;
}

export interface TenantApp {
  /** null = the tenant does not know such an application; undefined = it could not be asked */
  known?: {
    name: string | null;
    owner: 'own' | 'microsoft' | 'other' | 'unknown';
    /** id of the tenant it is registered in */
    ownerId: string | null;
    /** verified by Microsoft; null = not verified */
    publisher: string | null;
    /** since when it is in this tenant, ISO time */
    createdAt: string | null;
    enabled: boolean;
    disabledByMicrosoft: boolean;
    /** the gravest first */
    permissions: GrantedPermission[];
  } | null;
  /** what could not be asked, and why: one sentence each */
  missing: string[];
}

const OWNERS = new Map<string, string>(
  Object.entries({
    own: 'registered in this tenant',
    microsoft: 'registered by Microsoft',
    other: 'registered in another organisation',
  }),
);
const RISKS = new Map<string, string>(Object.entries({ high: 'High', medium: 'Medium', low: 'Low' }));

export function tenantGroups(tenant: TenantApp | undefined, rows: number): LineGroup[] {
  if (tenant === undefined) return [];
  const { known, missing } = tenant;
  return [
    ...group('In the tenant', [
      ...(known === undefined ? [] : known === null ? [UNKNOWN] : factsOf(known)),
      ...missing.slice(0, Math.min(rows, 4)).map((words) => line(subtle(sentence(shorten(words, 300))))),
    ]),
    ...group('What it was allowed', known ? permissionLines(known.permissions, rows) : []),
  ];
}

const UNKNOWN = line(
  bold('The tenant does not know it. ', 'attention'),
  text(
    "It was removed since, was never consented to, or is one of Microsoft's own, some of which need no entry.",
  ),
);

function factsOf(known: NonNullable<TenantApp['known']>) {
  const { owner, ownerId, publisher, createdAt, enabled, disabledByMicrosoft } = known;
  return [
    line(
      bold(`${name(known.name ?? 'Without a name')}: `),
      text(OWNERS.get(owner) ?? 'who registered it is not told'),
      ...(owner === 'other' && ownerId !== null ? [text('  '), exact(cut(ownerId, 40))] : []),
    ),
    line(
      text(
        dotted(
          publisher === null ? 'publisher not verified' : `publisher verified: ${shorten(publisher, 80)}`,
          createdAt === null ? 'since when is not told' : `here since ${time(createdAt)}`,
          !enabled && 'disabled: nobody can sign in to it',
          disabledByMicrosoft && 'disabled by Microsoft for breaking its terms',
        ),
      ),
    ),
  ];
}

function permissionLines(permissions: readonly GrantedPermission[], rows: number) {
  if (permissions.length === 0) return [line(text('No permission is on record.'))];
  const rest = permissions.length - rows;
  return [
    ...permissions
      .slice(0, rows)
      .map((one) =>
        line(
          bold(`${RISKS.get(one.risk) ?? 'Not rated'}  `, one.risk === 'high' ? 'attention' : undefined),
          text(`${cut(one.name, 80)}: ${one.means ?? 'what it allows is not in our table'}`),
          subtle(`  ${dotted(forWhom(one), one.since !== null && `since ${time(one.since)}`)}`),
        ),
      ),
    ...(rest > 0 ? [line(subtle(`And ${count(rest)} more of less weight.`))] : []),
  ];
}

function forWhom({ kind, whom, people, of }: GrantedPermission): string {
  const service = title(shorten(of, 60));
  if (kind === 'application') return `by itself, ${service}`;
  if (people === null) return `for everybody, ${service}`;
  return `${whom.length === 0 ? plural(people, 'person', 'people') : few(whom, 2)}, ${service}`;
}
