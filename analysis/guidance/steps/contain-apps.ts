import { findApp } from '../../reference/apps.ts';
import { count } from '../../words.ts';
import type { CaseFacts } from '../facts.ts';
import { connectGraph, MOST_MAILBOXES, quote } from '../powershell.ts';
import type { Step } from '../step.ts';
import { appTargets, ifConfirmed, undecided } from '../targets.ts';
import { list } from '../words.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function guids(facts: CaseFacts): string[] {
  return appTargets(facts)
    .names.filter((app) => GUID.test(app))
    .slice(0, MOST_MAILBOXES);
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
  when: (facts) => appTargets(facts).names.length > 0,
  title: (facts) => {
    const { names, confirmed } = appTargets(facts);
    const what =
      names.length === 1
        ? `${list(names)}, its credentials and its consent`
        : `${count(names.length, 'application')}, their credentials and their consents`;
    return ifConfirmed(confirmed, `Disable ${what}`);
  },
  why: (facts) => {
    const targets = appTargets(facts);
    const { names, confirmed } = targets;
    const own = names.filter(isMicrosofts);
    const first =
      own.length === 0
        ? ''
        : ` ${list(own.map(named))} is Microsoft’s own: contain who used it, not the app.`;
    const bare = (confirmed ? facts.hostileAppOnly : facts.inQuestion.appOnly)
      ? ' Mail was read without a user: passwords and sessions of people do not stop that, the application’s own secrets and certificates do.'
      : '';
    return (
      `${list(names.map(named))} read mail in what ${confirmed ? 'is marked hostile' : 'the findings cite'}. ` +
      `${confirmed ? '' : 'Ask who runs each. '}Disabling keeps it as evidence; deleting does not. ` +
      `Write down its permissions and secrets first, then remove them.${bare}${first}${undecided(targets)}`
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
