/** Hunts in Defender XDR: the KQL against Microsoft's own parser, and the journey over real HTTP. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { kqlString, questionFor } from '../../../bot/live/hunt/defender/questions.ts';
import type { Target } from '../../../bot/live/hunt/state.ts';
import { CONTRACT_NOTE } from '../demo/contract.ts';
import { type HuntRoom, huntRoom, PATIENCE, requestsOf } from './hunt-room.ts';
import { kusto } from './kusto.ts';

const KINDS: Target['kind'][] = ['mailbox', 'app', 'ip', 'tenant'];
const HOSTILE = [
  'lee.gu@contoso.com',
  '',
  '"',
  '\\',
  '\\" or true //',
  '" or 1 == 1 | project Timestamp //',
  '"\n| take 5 //',
  '"; .drop table CloudAppEvents; print "',
  "' or ''='",
  '{{value}}',
  '$& $1',
  '\u2028| take 1\u2029\u0000\u0085',
  '\ud800 lone',
  'é💥@"""',
  '```h@"x"',
];

describe('the questions', () => {
  const read = kusto();

  test.each(KINDS)('%s is a query without errors, whatever stands in it', (kind) => {
    for (const value of HOSTILE) {
      const { kind: is, errors, literals, columns } = read(questionFor({ kind, value }));
      expect({ is, errors, columns }, value).toEqual({ is: 'Query', errors: [], columns: ['RawEventData'] });
      const values = literals.filter((one) => !['MailItemsAccessed', ':', '[', ']'].includes(one));
      expect(new Set(values)).toEqual(new Set(kind === 'tenant' ? [] : [value]));
    }
  });

  test('a value is one literal with just that value, always', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
        const { kind, errors, literals } = read(`print x = ${kqlString(value)}`);
        expect({ kind, errors, literals }).toEqual({ kind: 'Query', errors: [], literals: [value] });
      }),
      { numRuns: 100 },
    );
  });

  test('what the parser refuses would be seen', () => {
    expect(read('CloudAppEvents | where Nope == 1').errors).toHaveLength(1);
    expect(read('.drop table X').kind).toBe('Command');
  });
});

describe(`a hunt in Defender${CONTRACT_NOTE}`, () => {
  let room: HuntRoom;
  afterEach(() => room.close());

  const reads = () => room.records.filter(({ Operation }) => Operation === 'MailItemsAccessed');
  const of = (mailbox: string) =>
    reads().filter(({ MailboxOwnerUPN }) => String(MailboxOwnerUPN).toLowerCase() === mailbox);
  const inCase = async (caseId: string | null) => {
    const { inputs } = await room.engine.section(caseId ?? '', 'inputs', { offset: 0, limit: 200 });
    return inputs.items.reduce((sum, { records }) => sum + records, 0);
  };
  const pullOf = async (caseId: string | null) => {
    const { pulls } = await room.engine.section(caseId ?? '', 'pulls', { offset: 0, limit: 5 });
    return pulls.items[0];
  };
  const aMailbox = () => String(reads()[0]?.MailboxOwnerUPN).toLowerCase();

  test('brings who read a mailbox into the case, asked twice', { timeout: PATIENCE }, async () => {
    room = await huntRoom({ engine: 'real' });
    const done = await room.hunt(aMailbox(), { engine: 'defender' });
    expect(done).toMatchObject({ end: 'done' });
    expect(await inCase(done.caseId)).toBe(of(aMailbox()).length);
    expect(await pullOf(done.caseId)).toMatchObject({
      source: 'defender',
      passes: [{ pages: 1 }, { pages: 1 }],
      distinct: of(aMailbox()).length,
      missing: [],
    });
    console.info('requests of a hunt in Defender:', requestsOf(room));
  });

  test('rows as text, and through a quota that is used up for a while, come as well', async () => {
    room = await huntRoom();
    room.demo.world.faults.set('hunting/text');
    room.demo.world.faults.set('hunting/quota', 5);
    const done = await room.hunt(aMailbox(), { engine: 'defender' });
    expect(await inCase(done.caseId)).toBe(of(aMailbox()).length);
  });

  test('the names of an answer may begin with capitals', async () => {
    room = await huntRoom();
    room.demo.world.faults.set('hunting/capitals');
    const done = await room.hunt('tenant', { engine: 'defender' });
    expect(await inCase(done.caseId)).toBeGreaterThan(0);
    room.demo.requests.length = 0;
  });

  test('of a tenant only rare applications are asked for, and the case is told no more', async () => {
    room = await huntRoom();
    const { caseId } = await room.hunt('tenant', { engine: 'defender' });
    const rare = ['applications that read few mailboxes'];
    expect(await pullOf(caseId)).toMatchObject({ what: `hunt: ${rare[0]}`, only: rare });
    const { inputs } = await room.engine.section(caseId ?? '', 'inputs', {});
    expect(inputs.items[0]?.acquired.users).toEqual(rare);
  });

  test('an answer that is full is asked for in halves', async () => {
    const cap = 40;
    room = await huntRoom({ limits: { mostRecords: cap } });
    room.demo.world.faults.set('hunting/cap', undefined, cap);
    expect(of(aMailbox()).length).toBeGreaterThan(cap);
    const done = await room.hunt(aMailbox(), { engine: 'defender' });
    expect(await inCase(done.caseId)).toBe(of(aMailbox()).length);
    expect(await pullOf(done.caseId)).toMatchObject({ missing: [] });
  });

  test('a full answer of one minute is named as cut short', async () => {
    room = await huntRoom({ limits: { mostRecords: 1 } });
    room.demo.world.faults.set('hunting/cap', undefined, 1);
    const at = `${String(of(aMailbox())[0]?.CreationTime).slice(0, 16)}:00Z`;
    const to = new Date(Date.parse(at) + 60_000).toISOString().replace('.000Z', 'Z');
    const done = await room.hunt(aMailbox(), { engine: 'defender', from: at, to });
    expect((await pullOf(done.caseId))?.missing[0]).toMatchObject({ from: at, to });
  });
});
