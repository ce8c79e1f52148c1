/** Records, one a mailbox, and what their context must then say (audit-records.md section 3). */
import type { Context } from '../../../analysis/report.ts';
import { type AuditData, bind, EXCHANGE, GRAPH, sync } from '../case/records.ts';

export const APP = '9f3c0000-0000-4000-8000-000000000009';
const OTHER_APP = 'fe930000-0000-4000-8000-000000000010';
const SERVICE_APP = '3c8e478f-21ca-493a-b87c-c7366d664d54';
const SESSION = '5b1e0000-0000-4000-8000-0000000000aa';
const SYSTEM = 'Client=REST;Client=RESTSystem;;';
/** an Exchange Online front end, as real service records have */
const MICROSOFT = '2603:10a6:20b:1::17';
/** Azure's, where anybody can rent a machine */
const RENTED = '20.199.1.7';

interface Case {
  record: (mailbox: string) => AuditData;
  context: Partial<Context>;
}

export const CASES: Record<string, Case> = {
  'an address with port': {
    record: (mailbox) => bind({ mailbox, ip: '203.0.113.9:443' }),
    context: { ip: '203.0.113.9' },
  },
  'an address in brackets': {
    record: (mailbox) => bind({ mailbox, ip: '[203.0.113.9]' }),
    context: { ip: '203.0.113.9' },
  },
  'an address in brackets with port': {
    record: (mailbox) => bind({ mailbox, ip: '[203.0.113.9]:51234' }),
    context: { ip: '203.0.113.9' },
  },
  IPv6: { record: (mailbox) => bind({ mailbox, ip: '2001:DB8:0:0::1' }), context: { ip: '2001:db8::1' } },
  'IPv6 with port': {
    record: (mailbox) => bind({ mailbox, ip: '[2001:db8::1]:443' }),
    context: { ip: '2001:db8::1' },
  },
  'IPv4 inside IPv6': {
    record: (mailbox) => bind({ mailbox, ip: '::ffff:203.0.113.9' }),
    context: { ip: '203.0.113.9' },
  },
  'IPv4 inside IPv6 with port': {
    record: (mailbox) => bind({ mailbox, ip: '[::ffff:203.0.113.9]:443' }),
    context: { ip: '203.0.113.9' },
  },
  'a host name': { record: (mailbox) => bind({ mailbox, ip: 'localhost:443' }), context: { ip: null } },
  'an empty address': { record: (mailbox) => bind({ mailbox, ip: '' }), context: { ip: null } },
  'ClientIP where ClientIPAddress is missing': {
    record: (mailbox) => bind({ mailbox, with: { ClientIPAddress: undefined, ClientIP: '203.0.113.77:1' } }),
    context: { ip: '203.0.113.77' },
  },
  'OperationProperties in another order': {
    record: (mailbox) =>
      sync({
        mailbox,
        with: {
          OperationProperties: [
            { Value: 'x', Name: 'Other' },
            { Value: 'False', Name: 'IsThrottled' },
            { Value: 'Sync', Name: 'MailAccessType' },
          ],
        },
      }),
    context: { sync: 1, bind: 0 },
  },
  'a Bind from Outlook': {
    record: (mailbox) => bind({ mailbox, client: 'Client=MSExchangeRPC' }),
    context: { bind: 1, sync: 0, protocol: 'mapi' },
  },
  'a Sync by RecordType 2 alone': {
    record: (mailbox) => sync({ mailbox, with: { OperationProperties: undefined } }),
    context: { sync: 1, folders: 1 },
  },
  SessionId: {
    record: (mailbox) =>
      bind({
        mailbox,
        session: SESSION.toUpperCase(),
        with: { AppAccessContext: { AADSessionId: 'other' } },
      }),
    context: { sessionId: SESSION, sessionSource: 'SessionId' },
  },
  AADSessionId: {
    record: (mailbox) =>
      bind({
        mailbox,
        session: null,
        with: {
          AppAccessContext: { AADSessionId: SESSION },
          DeviceProperties: [{ Name: 'SessionId', Value: 'other' }],
        },
      }),
    context: { sessionId: null, sessionSource: 'AADSessionId' },
  },
  'the session of DeviceProperties': {
    record: (mailbox) =>
      bind({
        mailbox,
        session: '',
        with: {
          DeviceProperties: [
            { Name: 'SessionId', Value: SESSION },
            { Name: 'OS', Value: 'x' },
          ],
        },
      }),
    context: { sessionId: null, sessionSource: 'DeviceProperties' },
  },
  'no session': {
    record: (mailbox) => bind({ mailbox, session: null }),
    context: { sessionId: null, sessionSource: null },
  },
  'ClientAppId is the caller': {
    record: (mailbox) =>
      bind({
        mailbox,
        with: {
          AppId: GRAPH,
          ClientAppId: APP.toUpperCase(),
          AppAccessContext: { ClientAppId: OTHER_APP },
        },
      }),
    context: { caller: APP, appId: GRAPH, clientAppId: APP },
  },
  'then AppAccessContext.ClientAppId': {
    record: (mailbox) =>
      bind({
        mailbox,
        client: `Client=WebServices;x[AppId=${OTHER_APP}];`,
        with: { ClientAppId: '', AppAccessContext: { ClientAppId: APP } },
      }),
    context: { caller: APP, clientAppId: null },
  },
  'then [AppId=] of the client string': {
    record: (mailbox) =>
      bind({
        mailbox,
        client: `Client=WebServices;python-requests/2.25.1[AppId=${APP}];`,
        with: { AppId: OTHER_APP },
      }),
    context: { caller: APP, protocol: 'ews' },
  },
  'then AppId': { record: (mailbox) => bind({ mailbox, with: { AppId: APP } }), context: { caller: APP } },
  'but not Graph, which was only called': {
    record: (mailbox) => bind({ mailbox, with: { AppId: GRAPH } }),
    context: { caller: null, appId: GRAPH },
  },
  'nor Exchange Online': {
    record: (mailbox) => bind({ mailbox, with: { AppId: EXCHANGE } }),
    context: { caller: null },
  },
  'a service: RESTSystem, checked caller, Microsoft address': {
    record: (mailbox) =>
      bind({ mailbox, client: SYSTEM, ip: MICROSOFT, session: null, with: { ClientAppId: SERVICE_APP } }),
    context: { verdict: 'service', protocol: 'service', caller: SERVICE_APP },
  },
  'a service: no caller and no address': {
    record: (mailbox) => bind({ mailbox, client: SYSTEM, ip: '', session: null }),
    context: { verdict: 'service', caller: null },
  },
  'a service: a checked caller from a machine in Microsoft’s network': {
    record: (mailbox) =>
      bind({ mailbox, client: SYSTEM, ip: RENTED, session: null, with: { ClientAppId: SERVICE_APP } }),
    context: { verdict: 'service', protocol: 'service' },
  },
  'a machine in Microsoft’s network without a caller is anybody’s': {
    record: (mailbox) => bind({ mailbox, client: SYSTEM, ip: RENTED, session: null }),
    context: { verdict: 'expected', protocol: 'rest', caller: null },
  },
  'an unknown app behind RESTSystem is an app': {
    record: (mailbox) =>
      bind({ mailbox, client: SYSTEM, ip: MICROSOFT, session: null, with: { ClientAppId: APP } }),
    context: { verdict: 'expected', protocol: 'rest', caller: APP },
  },
  'a checked caller from elsewhere is no service': {
    record: (mailbox) => bind({ mailbox, client: SYSTEM, session: null, with: { ClientAppId: SERVICE_APP } }),
    context: { verdict: 'expected', protocol: 'rest', caller: SERVICE_APP },
  },
  'a checked caller without RESTSystem is no service': {
    record: (mailbox) =>
      bind({
        mailbox,
        client: 'Client=REST;;',
        ip: MICROSOFT,
        session: null,
        with: { ClientAppId: SERVICE_APP },
      }),
    context: { verdict: 'expected', protocol: 'rest' },
  },
  'RESTSystem in what the caller sent is no service': {
    record: (mailbox) =>
      bind({ mailbox, client: 'Client=REST;x Client=REST;Client=RESTSystem;;', ip: '', session: null }),
    context: { verdict: 'expected', protocol: 'rest' },
  },
  'a delegate': {
    record: (mailbox) => bind({ mailbox, user: 'Ana@Contoso.com' }),
    context: { user: 'ana@contoso.com', logonType: 'delegate' },
  },
  'an admin': {
    record: (mailbox) => bind({ mailbox, with: { LogonType: 1 } }),
    context: { logonType: 'admin' },
  },
  'a logon type as text': {
    record: (mailbox) => bind({ mailbox, with: { LogonType: 'Owner' } }),
    context: { logonType: 'owner' },
  },
  'an app of its own': {
    record: (mailbox) => bind({ mailbox, user: APP, with: { UserType: 5, LogonType: 2, ClientAppId: APP } }),
    context: { user: APP, userType: 5, logonType: 'delegate' },
  },
  'user types as names': {
    record: (mailbox) => bind({ mailbox, with: { UserType: 'Application' } }),
    context: { userType: 5 },
  },
  'no UserId': {
    record: (mailbox) => bind({ mailbox, with: { UserId: undefined, UserKey: 'S-1-5-18' } }),
    context: { user: 's-1-5-18' },
  },
  'a mailbox in capitals': {
    record: (mailbox) => bind({ mailbox: mailbox.toUpperCase() }),
    context: { bind: 1 },
  },
};
