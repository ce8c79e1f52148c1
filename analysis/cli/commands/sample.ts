import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeSampleTenant } from '../../simulator/index.ts';
import { type CliCommand, parsed, UsageError } from '../command.ts';
import { tell } from '../progress-bar.ts';

const usage = `mailtrail sample FILE      writes the log of a made-up tenant, as the Purview portal exports it, to try the others on:
                      ordinary life, an attacker and a throttled mailbox`;

export const command: CliCommand = { name: 'sample', usage, run };

async function run(args: string[]): Promise<number> {
  const { positionals } = parsed(args, {});
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('name one file to write.');
  await claim(resolve(path));
  await writeSampleTenant(resolve(path));
  tell(`mailtrail: the sample tenant was written to ${path}. Read it with: mailtrail analyze ${path}`);
  return 0;
}

/** What is there already may be somebody's evidence: it is not written over. */
async function claim(path: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'EEXIST'
        ? `${path} is there already: name a new file.`
        : `${path} cannot be written (${code}).`,
    );
  }
}
