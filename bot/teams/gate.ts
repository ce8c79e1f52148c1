/** Who may knock: the checks made before anything of a request is believed. Each answers why not, or null. */
import type { Config } from '../config.ts';

export interface Knock {
  remoteAddress: string | undefined;
  host: string | undefined;
  origin: string | undefined;
  contentType: string | undefined;
  contentEncoding: string | undefined;
}

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Where the connectors of Teams live: public, GCC and GCC High, DoD (teams-platform.md 4). */
const SERVICE_HOSTS = ['smba.trafficmanager.net'];
const SERVICE_SUFFIXES = ['.teams.microsoft.com', '.teams.microsoft.us'];

/** The request itself, before its body is read. */
export function refuseRequest(knock: Knock, config: Config): string | null {
  // restify unpacks gzip without a limit on what comes out.
  if (knock.contentEncoding !== undefined) return 'packed body';
  if (!/^application\/json\b/i.test(knock.contentType ?? '')) return 'not JSON';
  if (config.app) return null;
  if (!isLoopbackAddress(knock.remoteAddress)) return 'not from this computer';
  if (!isLoopbackHost(knock.host)) return 'Host is not this computer';
  // The local client's server sends no Origin; a web page that reaches for this port does.
  if (knock.origin !== undefined) return 'from a web page';
  return null;
}

/** Where the answer would be sent to: the bot's token goes there. */
export function refuseServiceUrl(serviceUrl: unknown, config: Pick<Config, 'app'>): string | null {
  const url = typeof serviceUrl === 'string' && URL.canParse(serviceUrl) ? new URL(serviceUrl) : null;
  if (url?.username !== '' || url.password !== '') return 'serviceUrl is not a plain URL';
  if (!config.app) {
    const web = url.protocol === 'http:' || url.protocol === 'https:';
    return web && LOOPBACK_NAMES.has(url.hostname) ? null : 'serviceUrl is not on this computer';
  }
  const known =
    SERVICE_HOSTS.includes(url.hostname) || SERVICE_SUFFIXES.some((suffix) => url.hostname.endsWith(suffix));
  return url.protocol === 'https:' && url.port === '' && known ? null : 'serviceUrl is not a Teams service';
}

/** What the connector said about tenant and caller; with an app id only after its token was checked. */
export function refuseSender(
  activity: { channelId?: string; tenantIds: (string | undefined)[] },
  config: Pick<Config, 'app' | 'tenants'>,
): string | null {
  if (activity.channelId !== 'msteams') return 'not from Teams';
  if (!config.app) return null;
  const named = activity.tenantIds
    .filter((tenant) => tenant !== undefined)
    .map((tenant) => tenant.toLowerCase());
  if (named.length === 0 || !named.every((tenant) => config.tenants.includes(tenant))) return 'other tenant';
  return null;
}

function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/i, '');
  return plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

function isLoopbackHost(host: string | undefined): boolean {
  return LOOPBACK_NAMES.has((host ?? '').toLowerCase().replace(/:\d+$/, ''));
}
