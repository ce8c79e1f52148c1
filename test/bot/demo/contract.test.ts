/** The contract check itself: it must find what Microsoft does not offer. */
import { describe, expect, test } from 'vitest';
import type { DemoLogged } from '../../../bot/demo/index.ts';
import { CONTRACT_IS_THERE, CONTRACT_NOTE, checkContract } from './contract.ts';

const USERS: DemoLogged = {
  method: 'GET',
  route: '/v1.0/users',
  url: '/v1.0/users?$select=id,assignedPlans&$top=999',
  headers: { authorization: 'Bearer x' },
  body: null,
  answer: { status: 200, body: { value: [{ id: '1', assignedPlans: [{ capabilityStatus: 'Enabled' }] }] } },
  damage: null,
};
const QUERY: DemoLogged = {
  ...USERS,
  method: 'POST',
  route: '/v1.0/security/auditLog/queries',
  url: '/v1.0/security/auditLog/queries',
  body: {
    displayName: 'x',
    operationFilters: ['MailItemsAccessed'],
    filterStartDateTime: '2026-05-04T00:00:00Z',
  },
  answer: { status: 201, body: { id: '1', status: 'notStarted', displayName: null } },
};
const refused = { status: 403, body: { error: { code: 'Forbidden', message: 'No' } } };

describe.skipIf(!CONTRACT_IS_THERE)(`the contract${CONTRACT_NOTE}`, () => {
  test('lets through what Microsoft declares, and does not look at other services', () => {
    const feed = { ...USERS, route: null, url: '/management/api/v1.0/t/activity/feed/x' };
    expect(checkContract([USERS, QUERY, { ...USERS, answer: refused }, feed])).toEqual({
      checked: 3,
      broken: [],
    });
  });

  test('knows a next page by the answer it was in', () => {
    const url = '/v1.0/users?$skiptoken=1&anything=2';
    const first = { status: 200, body: { value: [], '@odata.nextLink': `http://127.0.0.1:1${url}` } };
    expect(
      checkContract([
        { ...USERS, answer: first },
        { ...USERS, url },
      ]).checked,
    ).toBe(2);
    expect(() => checkContract([{ ...USERS, url }])).toThrow('$skiptoken is only ever part of a next page');
  });

  test('tells of answers that are broken on purpose', () => {
    const broken = { ...USERS, answer: { status: 200, raw: '{"value":[' } };
    expect(checkContract([broken, { ...USERS, damage: 'cut' }]).broken).toEqual([
      `GET ${USERS.url}: not JSON, by the service itself`,
      `GET ${USERS.url}: cut`,
    ]);
  });

  test.each<[string, DemoLogged, string]>([
    ['a path', { ...USERS, url: '/v1.0/mailboxes' }, 'no such operation'],
    ['a method', { ...USERS, method: 'DELETE' }, 'no such operation'],
    [
      'a parameter',
      { ...USERS, url: '/v1.0/subscribedSkus?$filter=x', answer: refused },
      'no parameter $filter',
    ],
    [
      'a property to select',
      { ...USERS, url: '/v1.0/auditLogs/signIns?$select=sessionId' },
      'no sessionId to select',
    ],
    ['a header', { ...USERS, headers: { ...USERS.headers, prefer: 'x' } }, 'no header prefer'],
    ['a missing header', { ...USERS, url: '/v1.0/users?$count=true' }, 'ConsistencyLevel'],
    ['no token', { ...USERS, headers: {} }, 'no bearer'],
    ['a field of a body', { ...QUERY, body: { mailboxFilters: ['x'] } }, 'mailboxFilters'],
    [
      'a wrong type',
      { ...QUERY, body: { operationFilters: null } },
      'its body/operationFilters must be array',
    ],
    ['no body', { ...QUERY, body: null }, 'needs a body'],
    ['a status', { ...QUERY, answer: { ...QUERY.answer, status: 202 } }, 'does not answer 202'],
    [
      'a field of an answer',
      { ...QUERY, answer: { status: 201, body: { id: '1', progress: 3 } } },
      'its answer 201 must NOT have additional properties: progress',
    ],
    [
      'a field within a list',
      { ...USERS, answer: { status: 200, body: { value: [{ id: '1', assignedPlans: [{ plan: 1 }] }] } } },
      'plan',
    ],
    ['an error of another shape', { ...USERS, answer: { status: 403, body: { message: 'No' } } }, 'error'],
  ])('finds %s that Microsoft does not offer', (_, logged, problem) => {
    expect(() => checkContract([logged])).toThrow(problem);
  });

  test('looks into a batch', () => {
    const batch = (url: string, body: unknown): DemoLogged => ({
      ...USERS,
      method: 'POST',
      route: '/v1.0/$batch',
      url: '/v1.0/$batch',
      body: { requests: [{ id: '1', method: 'GET', url }] },
      answer: { status: 200, body: { responses: [{ id: '1', status: 200, body }] } },
    });
    expect(checkContract([batch('/users?$top=1', { value: [] })]).checked).toBe(2);
    expect(() => checkContract([batch('/users?$top=x', {})])).toThrow('$top is no number');
    expect(() => checkContract([batch('/nothing', {})])).toThrow('no such operation');
  });
});
