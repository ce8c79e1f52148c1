/** The application permissions each part needs, least first (Microsoft's permissions.json; reference/graph.md B1). */

export interface Permission {
  name: string;
  resource: 'Microsoft Graph' | 'Office 365 Management APIs' | 'Office 365 Exchange Online';
  /** what it lets Mailtrail do, for whoever consents to it */
  why: string;
}

const graph = (name: string, why: string): Permission => ({ name, resource: 'Microsoft Graph', why });

export const PERMISSIONS = {
  'audit-queries': [
    graph('AuditLogsQuery-Exchange.Read.All', 'hunt: search the audit log for records of Exchange'),
  ],
  hunting: [graph('ThreatHunting.Read.All', 'hunt --engine defender: ask Defender XDR')],
  users: [graph('User.Read.All', 'coverage: which plans each account has')],
  purposes: [graph('MailboxSettings.Read', 'coverage: which mailboxes are shared, rooms or equipment')],
  messages: [
    graph(
      'Mail.ReadBasic.All',
      'resolve: subject, sender and time of exposed messages; no bodies, no attachments',
    ),
  ],
  apps: [graph('Application.Read.All', 'app: the service principal and its application permissions')],
  consents: [
    graph('Directory.Read.All', 'app: the delegated permissions people or administrators consented to'),
  ],
  'sign-ins': [graph('AuditLog.Read.All', 'signins: sign-ins of a user or session')],
  groups: [
    graph('User.Read.All', 'roles by group membership'),
    graph('GroupMember.Read.All', 'roles by group membership'),
  ],
  'channel-messages': [
    graph(
      'ChannelMessage.Read.Group',
      'files dropped into a channel: the message they came with. Consented to team by team; ChannelMessage.Read.All is the same for all teams',
    ),
  ],
  'chat-messages': [
    graph(
      'ChatMessage.Read.Chat',
      'files dropped into a group chat: the message they came with. Consented to chat by chat; Chat.Read.All is the same for all chats',
    ),
  ],
  'shared-files': [
    graph(
      'Files.ReadWrite.All',
      'files dropped into a channel or group chat: the file. The least Microsoft documents for an application; Mailtrail writes none',
    ),
  ],
  feed: [
    {
      name: 'ActivityFeed.Read',
      resource: 'Office 365 Management APIs',
      why: 'watch: the records of Exchange as they arrive',
    },
  ],
  'exchange-admin': [
    {
      name: 'Exchange.ManageAsApp',
      resource: 'Office 365 Exchange Online',
      why: 'coverage with MAILTRAIL_EXCHANGE_ADMIN=on: audit settings read from Exchange itself',
    },
  ],
} satisfies Record<string, Permission[]>;

export type Use = keyof typeof PERMISSIONS;
