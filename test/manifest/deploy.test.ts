/** What people deploy by: every setting, path and port named there is one that Mailtrail knows. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8');
const SETTING = /\b(?:MAILTRAIL|MICROSOFT_APP)_[A-Z_]*[A-Z]\b/g;
const known = new Set(read('bot/config.ts').match(SETTING));

const dockerfile = read('Dockerfile');
const bicep = read('manifest/azure/main.bicep');
const ID = '11111111-2222-4333-8444-555555555555';

test.each(['Dockerfile', 'manifest/azure/main.bicep', 'docs/deploy.md'])(
  '%s names no setting of its own making',
  (path) => {
    const named = new Set(read(path).match(SETTING));
    expect(named.size).toBeGreaterThan(0);
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  },
);

describe('the Azure template', () => {
  test('starts a bot that knows its tenant and needs no secret', () => {
    const values: Record<string, string> = {
      'identity.properties.clientId': ID,
      'tenant().tenantId': ID,
      roles: `${ID}=lead`,
      'string(port)': /^var port = (\d+)$/m.exec(bicep)?.[1] ?? '',
    };
    const environment = Object.fromEntries(
      [...bicep.matchAll(/\{ name: '([A-Z_]+)', value: (.+?) \}/g)].map(([, name = '', value = '']) => [
        name,
        values[value] ?? value.replace(/^'|'$/g, ''),
      ]),
    );
    const config = readConfig(environment, '/app');
    expect(config).toMatchObject({
      app: { id: ID, type: 'UserAssignedMSI', tenantId: ID },
      tenants: [ID],
      port: 3978,
      dataFolder: '/data',
      inboxFolder: '/data/inbox',
      metricsToken: null,
    });
    expect(config.roles.get(ID)).toBe('lead');
    expect(bicep).not.toMatch(/PASSWORD/);
  });

  test('never lets two processes at the data folder', () => {
    expect(bicep).toContain('scale: { minReplicas: 1, maxReplicas: 1 }');
    expect(bicep).toContain("activeRevisionsMode: 'Multiple'");
  });

  test('asks where the bot answers', () => {
    const probes = [...bicep.matchAll(/httpGet: \{ path: '([^']+)', port: port \}/g)].map(([, path]) => path);
    expect(probes).toEqual(['/healthz', '/healthz', '/readyz']);
  });

  test('has as many closing as opening brackets', () => {
    const code = bicep.replace(/'(?:[^'\\\n]|\\.)*'|\/\/.*$/gm, '');
    for (const [open, close] of ['{}', '[]', '()']) {
      expect([open, code.split(open ?? '').length]).toEqual([open, code.split(close ?? '').length]);
    }
  });
});

describe('the image', () => {
  test('holds every room that runs, and leaves out the others', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?:[^\n]*?)(\S+) \S+$/gm)].map(([line]) => line).join('\n');
    for (const room of ['analysis', 'cards', 'bot']) expect(copied).toContain(`COPY ${room} ${room}`);
    expect(copied).not.toMatch(/COPY (\.|test|docs|data|manifest)\b/);
  });

  test('nothing is sent to where it is built but what it holds', () => {
    const [first, ...rest] = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(rest.every((line) => line.startsWith('!'))).toBe(true);
    const there = readdirSync(fileURLToPath(ROOT));
    for (const line of rest) expect(there).toContain(line.slice(1));
  });

  test('runs as an ordinary user, and starts what npm start starts', () => {
    expect(dockerfile.indexOf('USER node')).toBeGreaterThan(dockerfile.indexOf('npm ci'));
    expect(dockerfile.lastIndexOf('USER ')).toBe(dockerfile.indexOf('USER node'));
    const [, command = '[]'] = /^CMD (\[.+\])$/m.exec(dockerfile) ?? [];
    expect(JSON.parse(command).join(' ')).toBe(packageJson.scripts.start);
    expect(dockerfile).toContain('/healthz');
  });
});
