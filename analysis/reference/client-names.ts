/**
 * What stands after `Client=` and what it means. Names and their meaning: audit-records.md section 3,
 * microsoft/CSS-Exchange (client names of calendar logs), derived patterns of the shared data.
 */
import type { Protocol } from '../report.ts';

export interface ClientName {
  protocol: Protocol;
  /** made by Exchange for the owner, without anybody asking */
  system?: true;
}

/** Lower-case name after `Client=`, up to the first semicolon. */
export const CLIENT_NAMES: Readonly<Record<string, ClientName>> = {
  owa: { protocol: 'owa' },
  msexchangerpc: { protocol: 'mapi' },
  outlook: { protocol: 'mapi' },
  webservices: { protocol: 'ews' },
  rest: { protocol: 'rest' },
  outlookservice: { protocol: 'outlook-mobile' },
  activesync: { protocol: 'activesync' },
  'pop3/imap4': { protocol: 'imap' },
  'microsoft.exchange.powershell': { protocol: 'powershell' },
  // A person or an admin task asked for these: never the service acting alone.
  management: { protocol: 'other' },
  ediscoverysearch: { protocol: 'other' },
  msexchangemigration: { protocol: 'other' },
  'hub transport': { protocol: 'service', system: true },
  hub: { protocol: 'service', system: true },
  eba: { protocol: 'service', system: true },
  tba: { protocol: 'service', system: true },
  'eventbased msexchangemailboxassistants': { protocol: 'service', system: true },
  'timebased msexchangemailboxassistants': { protocol: 'service', system: true },
  as: { protocol: 'service', system: true },
  ci: { protocol: 'service', system: true },
  elc: { protocol: 'service', system: true },
  ha: { protocol: 'service', system: true },
  inference: { protocol: 'service', system: true },
  maintenance: { protocol: 'service', system: true },
  monitoring: { protocol: 'service', system: true },
  notificationbroker: { protocol: 'service', system: true },
  publicfoldersystem: { protocol: 'service', system: true },
  teammailbox: { protocol: 'service', system: true },
  unifiedpolicy: { protocol: 'service', system: true },
};

/**
 * Whole strings (or their beginnings, as marked) that are service-side although the name is an ordinary one.
 * They are matched from the start: what a caller sends as its user agent stands later in the string.
 */
export const SERVICE_STRINGS: readonly { text: string; match: 'whole' | 'start' }[] = [
  { text: 'client=rest;client=restsystem;', match: 'start' },
  { text: 'client=rest;client=restsystem', match: 'whole' },
  { text: 'client=rest;;;client=rest;internalcalendarsharing', match: 'start' },
  { text: 'client=webservices;action=configuregroupmailbox', match: 'whole' },
];
