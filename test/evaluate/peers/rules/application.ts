/** peers.md 2 D: which application reads. */
import { readFileSync } from 'node:fs';
import { day, GRAPH, grouped, groups, type PeerAccess, type PeerRule } from '../rule.ts';

const TEN_MINUTES = 600;
const EWS = /^Client=WebServices;ExchangeWebServices/;
/** A rule that looks back needs a log behind it: nothing is counted against it on the first day. */
const WARM_UP_DAYS = 1;
const NEW_FOR_DAYS = { d6: 7, d7: 14 };
const GOOGLE_ALLOWED = [
  'a3883eba-fbe9-48bd-9ed3-dca3e0e84250',
  '13937bba-652e-4c46-b222-3003f4d1ff97',
  'd3590ed6-52b3-4102-aeff-aad2292ab01c',
];
const ELASTIC_LOGONS = [0, 1, 6];
const ELASTIC_USERS = [0, 2, 3, 10];

/** Elastic's list of about 150 and LETHAL's of 4,428 are Microsoft's own applications: ours stands for both. */
function appsOf(...tiers: string[]): Set<string> {
  const ids = tiers.flatMap((tier) => {
    const file = new URL(`../../../../analysis/reference/apps/${tier}.json`, import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as { id: string }[]).map(({ id }) => id);
  });
  return new Set(ids);
}
const microsofts = appsOf('first-party', 'first-party-abusable', 'resource', 'service');
const blacklisted = appsOf('malicious', 'risky');

/** Accesses of applications that none of the days before had, one alert per application and day. */
function newApps(rows: readonly PeerAccess[], days: number): string[][] {
  const first = day(rows[0]?.at ?? 0);
  return [...groups(rows, (row) => row.clientAppId || null).values()].flatMap((app) => {
    const active = groups(app, ({ at }) => String(day(at)));
    return [...active].flatMap(([text, ofDay]) => {
      const today = Number(text);
      const seen = Array.from({ length: days }, (_, n) => today - 1 - n).some((one) =>
        active.has(String(one)),
      );
      return seen || today < first + WARM_UP_DAYS ? [] : [ofDay.map(({ id }) => id)];
    });
  });
}

export const rules: PeerRule[] = [
  {
    id: 'D1',
    source: 'Splunk, multiple mailboxes via API',
    alerts({ accesses }) {
      const apis = accesses.filter(
        (row) => row.clientAppId !== '' && (row.appId === GRAPH || EWS.test(row.client)),
      );
      const bins = groups(apis, (row) =>
        [Math.floor(row.at / TEN_MINUTES), row.clientAppId, row.client].join(' '),
      );
      return [...bins.values()]
        .filter((bin) => new Set(bin.map(({ user }) => user)).size > 5)
        .map((bin) => bin.map(({ id }) => id));
    },
  },
  {
    id: 'D2',
    source: 'Splunk, OAuth app via EWS',
    alerts: ({ accesses }) =>
      grouped(accesses, (row) =>
        EWS.test(row.client) ? [row.user, row.clientAppId, row.client, row.count].join(' ') : null,
      ),
  },
  {
    id: 'D3/D4',
    source: 'Splunk and Sentinel, apps via Graph',
    alerts: ({ accesses }) =>
      grouped(accesses, (row) => (row.appId === GRAPH ? `${row.user} ${row.clientAppId}` : null)),
  },
  {
    id: 'D5',
    source: 'Sentinel, via Graph and directly',
    alerts({ accesses }) {
      const viaGraph = new Set(accesses.filter((row) => row.appId === GRAPH).map((row) => row.clientAppId));
      const direct = new Set(accesses.filter((row) => row.appId !== GRAPH).map((row) => row.appId));
      return grouped(accesses, ({ clientAppId: app }) =>
        app !== '' && viaGraph.has(app) && direct.has(app) ? app : null,
      );
    },
  },
  {
    id: 'D6',
    source: 'Sentinel, Graph anomaly (7 days)',
    alerts: ({ accesses }) =>
      newApps(
        accesses.filter((row) => row.appId === GRAPH),
        NEW_FOR_DAYS.d6,
      ),
  },
  {
    id: 'D7',
    source: 'Elastic, unusual client app id',
    alerts: ({ accesses }) =>
      newApps(
        accesses.filter(
          (row) =>
            row.access === 'Bind' &&
            ELASTIC_LOGONS.includes(row.logonType) &&
            ELASTIC_USERS.includes(row.userType) &&
            !microsofts.has(row.clientAppId),
        ),
        NEW_FOR_DAYS.d7,
      ),
  },
  {
    id: 'D8',
    source: 'Google SecOps, mail access API',
    alerts: ({ accesses }) =>
      grouped(accesses, (row) =>
        row.client.includes('Client=REST;') && !GOOGLE_ALLOWED.includes(row.clientAppId)
          ? `${row.user} ${day(row.at)}`
          : null,
      ),
  },
  {
    id: 'D9',
    source: 'LETHAL, blacklist and third parties',
    alerts: ({ accesses }) =>
      grouped(accesses, ({ appId, clientAppId, user }) => {
        const app = clientAppId || appId;
        return app !== '' && (blacklisted.has(app) || !microsofts.has(app)) ? `${app} ${user}` : null;
      }),
  },
];
