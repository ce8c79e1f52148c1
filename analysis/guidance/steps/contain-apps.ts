import { findApp } from '../../reference/apps.ts';
import type { CaseFacts } from '../facts.ts';
import { connectGraph, MOST_MAILBOXES, quote } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function guids(facts: CaseFacts): string[] {
  return facts.hostileApps.filter((app) => GUID.test(app)).slice(0, MOST_MAILBOXES);
}

function named(id: string): string {
  const name = findApp(id)?.name;
  return name === undefined ? id : `${id} (${name})`;
}

function isMicrosofts(id: string): boolean {
  const kind = findApp(id)?.kind;
  return kind === 'first-party' || kind === 'first-party-abusable' || kind === 'service';
}

export const step: Step = {
  id: 'contain-apps',
  source: 'Microsoft, Midnight Blizzard: guidance for responders',
  order: 22,
  when: (facts) => facts.hostileApps.length > 0,
  title: (facts) => `Disable ${list(facts.hostileApps, 2)}, its credentials and its consent`,
  why: (facts) => {
    const own = facts.hostileApps.filter(isMicrosofts);
    const first =
      own.length === 0
        ? ''
        : ` ${list(own.map(named))} is Microsoft’s own: contain who used it, not the app.`;
    const bare = facts.hostileAppOnly
      ? ' It read mail without a user, so passwords and sessions of people do not stop it: its own secrets and certificates do.'
      : '';
    return (
      `${list(facts.hostileApps.map(named))} read mail in what is marked hostile. Disabling keeps it as evidence; ` +
      `deleting does not. Write down its permissions and secrets first, then remove them.${bare}${first}`
    );
  },
  commands: (facts) => {
    const apps = guids(facts).filter((app) => !isMicrosofts(app));
    if (apps.length === 0) return [];
    return [
      connectGraph(
        'Application.ReadWrite.All',
        'DelegatedPermissionGrant.ReadWrite.All',
        'AppRoleAssignment.ReadWrite.All',
      ),
      ...apps.flatMap((app) => [
        `$principal = Get-MgServicePrincipal -Filter ${quote(`appId eq '${app}'`)}`,
        '$principal | Format-List DisplayName, AppId, AppOwnerOrganizationId, ReplyUrls, PasswordCredentials, KeyCredentials',
        'Get-MgServicePrincipalOauth2PermissionGrant -ServicePrincipalId $principal.Id | Format-List Id, ConsentType, PrincipalId, Scope',
        'Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id | Format-List Id, ResourceDisplayName, AppRoleId',
        `Get-MgApplication -Filter ${quote(`appId eq '${app}'`)} | Format-List Id, PasswordCredentials, KeyCredentials`,
        'Update-MgServicePrincipal -ServicePrincipalId $principal.Id -AccountEnabled:$false',
      ]),
    ];
  },
};
