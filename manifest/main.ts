/** npm run package */
import { mkdir, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCommands } from '../bot/commands/index.ts';
import packageJson from '../package.json' with { type: 'json' };
import { buildManifest, packageOf } from './index.ts';
import { readRegistration, USAGE, WrongArguments } from './registration.ts';

const FOLDER = new URL('./dist/', import.meta.url);

async function main(): Promise<number> {
  try {
    const registration = readRegistration(process.argv.slice(2), process.env);
    if (registration === 'help') {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    const { version } = packageJson;
    const { all } = await loadCommands();
    const zip = await packageOf(buildManifest(registration, version, all));
    await mkdir(FOLDER, { recursive: true });
    const file = fileURLToPath(
      new URL(`mailtrail-${version}${registration.draft ? '-draft' : ''}.zip`, FOLDER),
    );
    await writeFile(file, zip);
    process.stdout.write(`${relative(process.cwd(), file)} follows the schema of manifest 1.24.\n`);
    if (registration.draft) {
      process.stdout.write('It names no bot, so Teams cannot use it yet: give --bot-id and --website.\n');
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof WrongArguments) process.stderr.write(`${USAGE}\n`);
    return 2;
  }
}

process.exitCode = await main();
