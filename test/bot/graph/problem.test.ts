import { expect, test } from 'vitest';
import { GraphError } from '../../../bot/graph/graph.ts';
import { PERMISSIONS, type Use } from '../../../bot/graph/permissions.ts';
import { isFault, problemCard, problemOf } from '../../../bot/problems.ts';

const failed = (status: number, code: string, use: Use | null = 'messages') =>
  new GraphError(`Microsoft Graph refused this to Mailtrail (${status})`, status, code, 'the-request', use);

test.each(Object.keys(PERMISSIONS) as Use[])('what is refused names the permission it takes: %s', (use) => {
  const { todo, detail } = problemOf(failed(403, 'Authorization_RequestDenied', use));
  for (const { name } of PERMISSIONS[use]) expect(todo[0]).toContain(name);
  expect(detail).toContain('the-request');
});

test('each kind of failure has something to do, and only what is odd is logged as a fault', () => {
  const kinds: [number, string, boolean][] = [
    [0, 'no-token', false],
    [401, 'InvalidAuthenticationToken', false],
    [404, 'ResourceNotFound', false],
    [429, 'too-late', false],
    [503, 'ServiceUnavailable', false],
    [0, 'no-answer', false],
    [200, 'malformed', true],
    [200, 'foreign-page', true],
    [400, 'BadRequest', true],
  ];
  for (const [status, code, fault] of kinds) {
    const error = failed(status, code);
    expect(problemOf(error).todo.length, code).toBeGreaterThan(0);
    expect(isFault(error), code).toBe(fault);
  }
  expect(JSON.stringify(problemCard(failed(401, 'x')).card)).toContain('MAILTRAIL_GRAPH_CLIENT_ID');
});
