import type { Engine } from '../../analysis/engine/engine.ts';
import { isoTime, typedTime } from '../../analysis/time.ts';
import { connected } from '../live/tenant.ts';
import { Problem } from '../problems.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, UsageError } from './_command.ts';
import { refang, splitQuoted } from './_words.ts';

interface SignInsArgs {
  of: { kind: 'tenant' } | { kind: 'user' | 'session'; value: string };
  /** seconds; null = as the case needs it */
  from: number | null;
  to: number | null;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** No token lives longer than 28 hours, and sign-ins may arrive a day late: see detections/reads-without-sign-in. */
const BEFORE_S = 28 * 3_600;
const AFTER_S = 86_400;
const PAGE = 1_000;

export const command = defineCommand<SignInsArgs>({
  name: 'signins',
  aliases: ['sign-ins', 'signin', 'sign ins'],
  args: '<user | session id | tenant> [from] [to]',
  role: 'responder',
  scopes: ['personal'],
  about: 'case',
  topic: 'begin',
  summary: 'Sign-ins of a user, a session or the whole tenant into the case, to find mail read without any.',
  examples: [
    'signins tenant',
    'signins lee.gu@contoso.com',
    'signins lee.gu@contoso.com 2026-05-01 2026-05-20',
    'signins 5b1ec0de-0000-4000-8000-000000000001',
  ],
  parse(words) {
    const [value = '', ...times] = splitQuoted(refang(words));
    const [from, to, ...more] = times;
    if (more.length > 0) throw new UsageError('At most two times can follow, such as 2026-05-01 2026-05-20');
    const of = ofWhom(value.replace(/^(?:user|session):/i, ''));
    return { of, from: timeOf(from, 'first'), to: timeOf(to, 'last') };
  },
  async run({ of, from, to }, turn, services) {
    const caseId = enteredCase(turn);
    connected(services.live.tenant, 'sign-ins');
    const { names } = services.live;
    if (names === null) throw new Error('A tenant without names');
    const user =
      of.kind === 'tenant'
        ? null
        : of.kind === 'user'
          ? of.value
          : await userOf(of.value, caseId, services.engine);
    const window = await windowOf(caseId, services.engine);
    const start = from ?? window.from;
    const end = to ?? window.to;
    if (start === null || end === null) {
      throw new Problem('This case holds no mail access yet', [
        'Write from when to when, such as 2026-05-01 2026-05-20.',
      ]);
    }
    if (start >= end)
      throw new Problem('That period ends before it begins', ['Write the earlier time first.']);
    const order = { caseId, user, from: isoTime(start), to: isoTime(end) };
    return [{ do: 'begin', begin: () => names.signIns(order, turn.place, turn.caller) }];
  },
});

function ofWhom(value: string): SignInsArgs['of'] {
  if (/^(tenant|all|everybody)$/i.test(value)) return { kind: 'tenant' };
  if (GUID.test(value)) return { kind: 'session', value: value.toLowerCase() };
  if (/^[^\s@]+@[^\s@]+$/.test(value) && value.length <= 320)
    return { kind: 'user', value: value.toLowerCase() };
  throw new UsageError('Sign-ins of whom? A user such as lee.gu@contoso.com, a session id, or tenant');
}

function timeOf(word: string | undefined, means: 'first' | 'last'): number | null {
  if (word === undefined) return null;
  const time = typedTime(word, means);
  if (time === null) throw new UsageError(`"${word}" is no time such as 2026-05-20 or 2026-05-20T16:40Z`);
  return time;
}

/** Graph does not take a session as a filter: everything of its user is asked for. */
async function userOf(session: string, caseId: string, engine: Engine): Promise<string> {
  for (let offset = 0; ; offset += PAGE) {
    const { contexts } = await engine.section(caseId, 'contexts', { offset, limit: PAGE });
    const found = contexts.items.find(({ sessionId }) => sessionId?.toLowerCase() === session);
    if (found !== undefined) return found.user.toLowerCase();
    if (offset + contexts.items.length >= contexts.total || contexts.items.length === 0) break;
  }
  throw new Problem('No record of this case names that session', ['Write contexts to see which there are.']);
}

/** What it takes to say of every read whether somebody signed in for it. */
async function windowOf(caseId: string, engine: Engine): Promise<{ from: number | null; to: number | null }> {
  const { window } = await engine.section(caseId, 'summary', {});
  const seconds = (time: string | null) => (time === null ? null : Math.floor(Date.parse(time) / 1000));
  const [first, last] = [seconds(window.from), seconds(window.to)];
  return { from: first === null ? null : first - BEFORE_S, to: last === null ? null : last + AFTER_S };
}
