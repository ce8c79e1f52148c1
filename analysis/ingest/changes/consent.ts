/**
 * Applications given permissions. The application is told by ServicePrincipal.AppId or its names where the record
 * has them; ConsentAction.Permissions and Target often hold only the object id of its service principal.
 */
import { type ChangeReader, guidsIn, ids, modified, named, type RuleRecord } from './_change.ts';

const ROLE_GRANTS = [
  'Add app role assignment to service principal.',
  'Add app role assignment grant to user.',
];

export const reader: ChangeReader = {
  operations: [
    'Consent to application.',
    'Add OAuth2PermissionGrant.',
    'Update OAuth2PermissionGrant.',
    'Add delegated permission grant.',
    'Update delegated permission grant.',
    ...ROLE_GRANTS,
  ],
  read(record) {
    const changes = modified(record.data);
    const roles = record.operation.startsWith('add app role');
    const to = (name: string) => changes.get(name)?.to ?? '';
    const scopes =
      /Scope:\s*([^,\]]+)/i.exec(to('consentaction.permissions'))?.[1] ||
      to('delegatedpermissiongrant.scope') ||
      to('approle.value') ||
      to('approle.displayname') ||
      to('consentaction.permissions');
    const admin = /true/i.test(to('consentcontext.isadminconsent')) || /AllPrincipals/.test(text(changes));
    const name =
      ids(record.data, 'Target').find(({ type }) => type === '1')?.id ?? to('serviceprincipal.displayname');
    return [
      {
        kind: roles ? 'app-role' : 'consent',
        appId: applicationOf(record),
        mailbox: admin || roles || !record.actor.includes('@') ? null : record.actor,
        detail: `${unquoted(name) || 'application'}: ${unquoted(scopes) || 'permissions not named'}${admin ? ', for all users' : ''}`,
      },
    ];
  },
};

/** The application a directory record is about: its app id where it is said, else the id of its service principal. */
export function applicationOf(record: RuleRecord): string | null {
  const changes = modified(record.data);
  const said = (name: string) => guidsIn(changes.get(name)?.to ?? '')[0];
  const targets = ids(record.data, 'Target');
  return (
    said('serviceprincipal.appid') ??
    said('appid') ??
    said('targetid.serviceprincipalnames') ??
    said('serviceprincipalname') ??
    guidsIn(targets.find(({ type }) => type === '4')?.id ?? '')[0] ??
    detailed(record) ??
    guidsIn(/ClientId:[^,\]]+/i.exec(changes.get('consentaction.permissions')?.to ?? '')?.[0] ?? '')[0] ??
    said('serviceprincipal.objectid') ??
    guidsIn(record.objectId ?? '')[0] ??
    guidsIn(targets.map(({ id }) => id).join(' '))[0] ??
    null
  );
}

/** As JSON in the text of additionalDetails; ObjectId is then the directory's object, which no record of access names. */
function detailed(record: RuleRecord): string | undefined {
  const details = named(record.data, 'ExtendedProperties').get('additionaldetails') ?? '';
  return guidsIn(/"AppId\\*":\s*\\*"([^"\\]+)/i.exec(details)?.[1] ?? '')[0];
}

function text(changes: Map<string, { to: string }>): string {
  return [...changes.values()].map(({ to }) => to).join(' ');
}

function unquoted(value: string): string {
  return value
    .replace(/[[\]"\r\n]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
