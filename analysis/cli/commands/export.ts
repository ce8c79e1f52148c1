import { resolve } from 'node:path';
import { ExportError, exportShapes, ReviewError } from '../../index.ts';
import { useNameLists } from '../../reference/app-names.ts';
import type { ReviewImport } from '../../sections.ts';
import { count } from '../../words.ts';
import { type CliCommand, parsed, UsageError } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { withKeptCase } from '../kept-case.ts';
import { progressBar, tell } from '../progress-bar.ts';

const usage = `mailtrail export notification|timeline|evidence --case DIR --out FILE      writes a file to hand on
${(await exportShapes()).map(({ kind, about }) => `  ${kind.padEnd(20)}${about}`).join('\n')}
  --by NAME           evidence: who made it, for the envelope
  --trail FILE        evidence: a file that goes beside it, such as an audit trail; may be given several times
  --data DIR          where names of applications were read in to (default: MAILTRAIL_DATA, else ./data)
mailtrail export notification --review FILE --case DIR      reads the reviewer's columns of such a list back`;

export const command: CliCommand = { name: 'export', usage, run };

const OPTIONS = {
  case: { type: 'string' },
  out: { type: 'string' },
  by: { type: 'string' },
  trail: { type: 'string', multiple: true },
  review: { type: 'string' },
  data: { type: 'string' },
} as const;

const INTERRUPTED = 130;

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args, OPTIONS);
  const [kind, ...more] = positionals;
  const kinds = (await exportShapes()).map((shape) => shape.kind);
  if (kind === undefined || more.length > 0) throw new UsageError(`name one of ${kinds.join(', ')}.`);
  if (!kinds.includes(kind))
    throw new UsageError(`there is no export "${kind.slice(0, 40)}"; there are ${kinds.join(', ')}.`);
  if (values.review !== undefined) {
    if (kind !== 'notification') throw new UsageError('only a notification list can be reviewed.');
    return await review(values.case, values.review);
  }
  if (values.out === undefined) throw new UsageError('name the file to write: --out FILE.');
  return await write(kind, values.out, values);
}

async function write(
  kind: string,
  out: string,
  values: ReturnType<typeof parsed<typeof OPTIONS>>['values'],
): Promise<number> {
  await useNameLists(dataFolder(values.data));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return await withKeptCase(values.case, async (kase) => {
    const bar = progressBar(process.stderr);
    const trail = (values.trail ?? []).map((path) => ({
      path: resolve(path),
      name: path.split(/[\\/]/).at(-1) ?? '',
    }));
    try {
      const onWarning = (words: string) => {
        bar.stop();
        tell(`mailtrail: ${words}`);
      };
      const hooks = { onProgress: bar.show, onWarning, signal: stop.signal };
      const file = await kase.export({ kind, by: values.by, trail }, resolve(out), hooks).finally(bar.stop);
      tell(`mailtrail: wrote ${out}, ${file.bytes.toLocaleString('en')} bytes, sha256 ${file.sha256}`);
      return 0;
    } catch (error) {
      if (stop.signal.aborted) {
        tell('mailtrail: interrupted; nothing was written.');
        return INTERRUPTED;
      }
      throw readableError(error);
    }
  });
}

async function review(folder: string | undefined, path: string): Promise<number> {
  return await withKeptCase(folder, async (kase) => {
    try {
      const result = await kase.importReview(resolve(path), 'command line');
      for (const { row, mailbox, message, problem } of result.told) {
        tell(
          `mailtrail: row ${row.toLocaleString('en')} (${mailbox || 'no mailbox'}, ${message.slice(0, 120) || 'no message'}) ${problem}`,
        );
      }
      tell(summary(result));
      return 0;
    } catch (error) {
      if (error instanceof ReviewError) throw new UsageError(`${path}: ${error.message}`);
      throw readableError(error);
    }
  });
}

function summary({ rows, matched, unmatched, twice, filled, told }: ReviewImport): string {
  const more = unmatched + twice - told.length;
  const number = (n: number) => n.toLocaleString('en');
  return `mailtrail: ${count(rows, 'row')} = ${number(matched)} of today's list + ${number(unmatched)} that are not in it + ${number(twice)} repeated; ${number(filled)} had something written in them, all of it kept${more > 0 ? ` (${number(more)} more not named here)` : ''}`;
}

/** A path that cannot be read or written is the person's to change. */
function readableError(error: unknown): unknown {
  if (error instanceof ExportError) return new UsageError(error.message);
  const { code, path } = error as NodeJS.ErrnoException;
  return code !== undefined && path !== undefined
    ? new UsageError(`${unfinishedOf(path)} cannot be used (${code}).`)
    : error;
}

/** Written beside what was asked for until it is whole: whoever asked knows the name they typed. */
function unfinishedOf(path: string): string {
  return path.replace(/\.[0-9a-f]{8}\.part$/, '');
}
