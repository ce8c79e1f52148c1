import { isoTime, typedTime } from '../../analysis/time.ts';
import { renderCard } from '../../cards/index.ts';
import type { Hunts } from '../live/hunt/index.ts';
import type { Target } from '../live/hunt/state.ts';
import { targetOf } from '../live/hunt/target.ts';
import { connected } from '../live/tenant.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { refang, splitQuoted } from './_words.ts';

interface Search {
  do: 'hunt';
  engine: 'audit' | 'defender';
  target: Target;
  unfiltered: boolean;
  /** seconds; null = seven days before the end */
  from: number | null;
  /** seconds; null = now */
  to: number | null;
  /** a new case, although the conversation has one */
  anew: boolean;
}

type HuntArgs = Search | { do: 'status' } | { do: 'stop' };

const WEEK_S = 7 * 86_400;
/** The longest any licence keeps an audit log. */
const LONGEST_S = 3_653 * 86_400;
const DEFENDER_S = 30 * 86_400;

export const command = defineCommand<HuntArgs>({
  name: 'hunt',
  aliases: ['pull'],
  args: '<mailbox | app id | ip | tenant> [from] [to] [new] [unfiltered] [--engine defender] | status | stop',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'begin',
  summary:
    'Searches the audit log of the live tenant, or Defender XDR, into the case of this chat; the last 7 days unless you say.',
  examples: [
    'hunt lee.gu@contoso.com',
    'hunt 203.0.113.9 2026-05-01 2026-05-20',
    'hunt 9f3c0000-1111-4222-8333-444455556666 2026-05-01',
    'hunt tenant --engine defender',
    'hunt lee.gu@contoso.com 2026-05-01 new unfiltered',
    'hunt status',
    'hunt stop',
  ],
  parse(words) {
    const parts = splitQuoted(refang(words));
    const [first = '', ...rest] = parts;
    if (rest.length === 0 && /^(status|stop)$/i.test(first)) {
      return first.toLowerCase() === 'stop' ? { do: 'stop' } : { do: 'status' };
    }
    const engine = takeEngine(parts);
    const anew = take(parts, /^(--)?new$/i);
    const unfiltered = take(parts, /^(--)?unfiltered$/i);
    const target = targetOf(parts.shift() ?? '');
    if (target === null)
      throw new UsageError('Hunt what? A mailbox, an application id, an IP address or tenant');
    const [from = null, to = null] = times(parts);
    return { do: 'hunt', engine, target, unfiltered, from, to, anew };
  },
  // Without a case, a new one is made of what is found.
  caseOf: async (args, { place }, { store }) =>
    // What hunts run here tells of the case here, too.
    args.do === 'hunt' && args.anew ? null : store.currentCase(place),
  async run(args, { place, caller, caseId }, services) {
    const tenant = connected(services.live.tenant, useOf(args));
    const hunts = huntsOf(services);
    if (args.do === 'status')
      return [{ do: 'post', card: renderCard('hunt-status', await hunts.status(place)) }];
    if (args.do === 'stop') {
      if (hunts.cancelAllOf(place, caller) === 0) {
        throw new Problem('No hunt runs in this chat', ['Write hunt status to see what was hunted.']);
      }
      return [];
    }
    if (args.engine === 'audit' && !tenant.cloud.auditQueries) {
      throw new Problem(`Graph has no search of the audit log in this cloud (${tenant.cloud.name})`, [
        'Export the log from Purview there and drop the file here.',
        'Or write watch start: the Management Activity API gives the last 7 days and what comes.',
      ]);
    }
    const { from, to } = period(args);
    const order = { engine: args.engine, target: args.target, unfiltered: args.unfiltered, from, to, caseId };
    return [{ do: 'begin', begin: () => hunts.begin(order, place, caller) }];
  },
});

function useOf(args: HuntArgs) {
  return args.do === 'hunt' && args.engine === 'defender' ? 'hunting' : 'audit-queries';
}

function huntsOf({ live: { hunts } }: Services): Hunts {
  if (hunts === null) throw new Error('A tenant without hunts');
  return hunts;
}

/** Takes the word out of the list. */
function take(parts: string[], word: RegExp): boolean {
  const at = parts.findIndex((part) => word.test(part));
  if (at >= 0) parts.splice(at, 1);
  return at >= 0;
}

function takeEngine(parts: string[]): 'audit' | 'defender' {
  const at = parts.findIndex((part) => /^(--|—)engine(=|$)/i.test(part));
  if (at < 0) return 'audit';
  const [, inline] = parts[at]?.split('=') ?? [];
  const name = (inline ?? parts[at + 1] ?? '').toLowerCase();
  parts.splice(at, inline === undefined ? 2 : 1);
  if (name !== 'defender' && name !== 'audit')
    throw new UsageError('After --engine stands defender or audit');
  return name;
}

/** A time may be two words: 2026-05-20 16:40. */
function times(parts: readonly string[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < parts.length; ) {
    const means = found.length === 0 ? 'first' : 'last';
    const lengths = [4, 3, 2, 1].filter((length) => i + length <= parts.length);
    const length = lengths.find((one) => typedTime(parts.slice(i, i + one).join(' '), means) !== null);
    const time = length === undefined ? null : typedTime(parts.slice(i, i + length).join(' '), means);
    if (length === undefined || time === null || found.length === 2) {
      throw new UsageError(`"${parts[i] ?? ''}" is no time such as 2026-05-20 or 2026-05-20T16:40Z`);
    }
    found.push(time);
    i += length;
  }
  return found;
}

/** @throws Problem when there is no such period to search */
function period({ from, to, engine }: Search): { from: string; to: string } {
  const now = Math.floor(Date.now() / 1000);
  const end = Math.min(to ?? now, now);
  const start = from ?? end - WEEK_S;
  if (start >= now) throw new Problem('That period has not begun', ['Write a time that is past.']);
  if (start >= end) throw new Problem('That period ends before it begins', ['Write the earlier time first.']);
  const longest = engine === 'defender' ? DEFENDER_S : LONGEST_S;
  if (now - start > longest) {
    const kept = engine === 'defender' ? '30 days' : '10 years';
    throw new Problem(`Nothing is kept longer than ${kept} there`, ['Write a later time to begin with.']);
  }
  return { from: isoTime(start), to: isoTime(end) };
}
