/** Is this machine fit to run Mailtrail? */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const LEAST_NODE = [20, 20] as const;

/** @returns what is wrong and what to do about it, or null */
export function machineProblem(
  version = process.versions.node,
  platform: string = process.platform,
  arch: string = process.arch,
  isInstalled: (name: string) => boolean = canResolve,
): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    return `Node ${version} is too old: Mailtrail needs Node ${LEAST_NODE.join('.')} or newer.`;
  }
  const binding = `@duckdb/node-bindings-${platform}-${arch}`;
  if (isInstalled(binding)) return null;
  return [
    `The database engine for ${platform}-${arch} is not installed. Install it with`,
    '',
    `  npm install --no-save ${binding}@${bindingsVersion()}`,
  ].join('\n');
}

function canResolve(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

function bindingsVersion(): string {
  const { version } = require('@duckdb/node-bindings/package.json') as { version: string };
  return version;
}
