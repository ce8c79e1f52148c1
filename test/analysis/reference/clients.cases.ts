import type { ParsedClient } from '../../../analysis/reference/clients.ts';

const nothing = {
  appId: null,
  system: false,
  userAgent: null,
  os: null,
  browser: null,
  device: null,
  product: null,
};
const windows = { os: 'Windows', device: 'computer' };
const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.85 Safari/537.36 Edg/90.0.818.49';
const service = { ...nothing, protocol: 'service', family: 'service', system: true } as const;
const outlookIos = {
  ...nothing,
  protocol: 'outlook-mobile',
  family: 'outlook-mobile',
  userAgent: 'Outlook-iOS/2.0',
  os: 'iOS',
  product: 'Outlook-iOS/2.0',
} as const;
const graphAppId = '47629505-c2b6-4a80-adb1-9b3a3d233b7b';

/** Client strings and what they say. The first block was written by Microsoft tenants, the second is documented. */
export const CLIENT_CASES: [string, ParsedClient][] = [
  ['Client=OWA;Action=ViaProxy', { ...nothing, protocol: 'owa', family: 'owa' }],
  [
    `Client=OWA;${edge};`,
    { ...nothing, ...windows, protocol: 'owa', family: 'owa', userAgent: edge, browser: 'Edge' },
  ],
  [
    `Client=OWA;${edge}+Preload+Preload;`,
    { ...nothing, ...windows, protocol: 'owa', family: 'owa', userAgent: edge, browser: 'Edge' },
  ],
  ['Client=MSExchangeRPC', { ...nothing, protocol: 'mapi', family: 'mapi' }],
  ['Client=REST;;', { ...nothing, protocol: 'rest', family: 'rest' }],
  ['Client=REST;Client=RESTSystem;;', service],
  ['Client=REST;Client=RESTSystem', service],
  ['Client=WebServices;Action=ConfigureGroupMailbox', service],
  [
    'Client=WebServices;Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13929; Pro)[AppId=FE93BFE1-7947-460A-A5E0-7A5906B51360];',
    {
      ...nothing,
      ...windows,
      protocol: 'ews',
      family: 'ews',
      appId: 'fe93bfe1-7947-460a-a5e0-7a5906b51360',
      userAgent: 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13929; Pro)',
      product: 'Microsoft Office/16.0',
    },
  ],
  [
    `Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.7249.024/python-requests/2.25.1[AppId=${graphAppId}];`,
    {
      ...nothing,
      protocol: 'ews',
      family: 'ews',
      appId: graphAppId,
      userAgent: 'python-requests/2.25.1',
      product: 'python-requests/2.25.1',
    },
  ],
  ['Client=OutlookService;Outlook-iOS/2.0;', outlookIos],
  [
    'Client=OutlookService;Outlook-Android/2.0;',
    {
      ...nothing,
      protocol: 'outlook-mobile',
      family: 'outlook-mobile',
      userAgent: 'Outlook-Android/2.0',
      os: 'Android',
      device: 'phone',
      product: 'Outlook-Android/2.0',
    },
  ],
  ['Client=POP3/IMAP4;Protocol=IMAP4', { ...nothing, protocol: 'imap', family: 'imap' }],
  ['Client=POP3/IMAP4;Protocol=POP3', { ...nothing, protocol: 'pop', family: 'pop' }],
  [
    'Client=ActiveSync;UserAgent=Apple-iPhone9C1/1402.100;Version=160;Action=/Microsoft-Server-ActiveSync/Proxy/default.eas?User=a@contoso.com&Cmd=Sync',
    {
      ...nothing,
      protocol: 'activesync',
      family: 'activesync',
      userAgent: 'Apple-iPhone9C1/1402.100',
      os: 'iOS',
      device: 'iPhone',
      product: 'Apple-iPhone9C1/1402.100',
    },
  ],
  ['Client=ActiveSync', { ...nothing, protocol: 'activesync', family: 'activesync' }],
  [
    'Client=ActiveSync;UserAgent=Outlook-iOS-Android/2.0',
    {
      ...nothing,
      protocol: 'activesync',
      family: 'activesync',
      userAgent: 'Outlook-iOS-Android/2.0',
      product: 'Outlook-iOS-Android/2.0',
    },
  ],
  [
    'Client=Microsoft.Exchange.Powershell; Microsoft WinRM Client',
    { ...nothing, protocol: 'powershell', family: 'powershell' },
  ],
  ['Client=TBA;Service=MSExchangeMailboxAssistants;Action=ELCAssistant;', service],
  ['Client=EBA;Service=MSExchangeMailboxAssistants;Action=SharingSyncAssistant;', service],
  ['Client=Hub Transport', service],
  [
    'Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent][AppId=abcdabcd-1234-12ab-1a2b-ad1234567890];',
    { ...service, appId: 'abcdabcd-1234-12ab-1a2b-ad1234567890' },
  ],
  [
    'Client=WebServices;eM Client/8.2.1659.0;',
    {
      ...nothing,
      protocol: 'ews',
      family: 'ews',
      userAgent: 'eM Client/8.2.1659.0',
      product: 'eM Client/8.2.1659.0',
    },
  ],
  [
    'Client=WebServices;MacOutlook/16.50.21061301 (Intelx64 Mac OS X Version 10.16 (Build 20E241));',
    {
      ...nothing,
      protocol: 'ews',
      family: 'ews',
      userAgent: 'MacOutlook/16.50.21061301 (Intelx64 Mac OS X Version 10.16 (Build 20E241))',
      os: 'macOS',
      device: 'computer',
      product: 'MacOutlook/16.50.21061301',
    },
  ],
  ['Client=EDiscoverySearch', { ...nothing, protocol: 'other', family: 'ediscoverysearch' }],
  ['Client=Management;Action=Remove-CalendarEvents', { ...nothing, protocol: 'other', family: 'management' }],
  ['Outlook-iOS/2.0', outlookIos],
  ['', { ...nothing, protocol: 'other', family: 'other' }],
  ['Client=', { ...nothing, protocol: 'other', family: 'other' }],
  ['Client=é;\v', { ...nothing, protocol: 'other', family: 'other' }],
  ['Client=constructor;x', { ...nothing, protocol: 'other', family: 'constructor', userAgent: 'x' }],
];

/** What a caller may send as its user agent must not make its record Microsoft's, nor name another app. */
export const POSING_CASES: [string, Partial<ParsedClient>][] = [
  ['Client=WebServices;Client=RESTSystem;;', { system: false, protocol: 'ews' }],
  ['Client=OWA;Mozilla/5.0 Client=REST;Client=RESTSystem;;', { system: false, protocol: 'owa' }],
  ['Client=WebServices;Action=ConfigureGroupMailbox;', { system: false, protocol: 'ews' }],
  ['Client=WebServices;RESTSystem TBA EBA Hub Transport;', { system: false, protocol: 'ews' }],
  [
    `Client=WebServices;x[AppId=00000003-0000-0000-c000-000000000000][AppId=${graphAppId}];`,
    { appId: graphAppId },
  ],
];
