/** Accounts, and what mailboxes are for (reference/graph.md B1). */
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, DemoUser, MakeService, World } from '../service.ts';

const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;

/** For those who count requests: calls of a batch come in by the door as every other. */
export { IN_BATCH as INNER_CALL } from './batch.ts';

export const service: MakeService = (world) => ({
  routes: [
    { method: 'GET', path: '/v1.0/users', answer: (request) => usersPage(world, request) },
    {
      method: 'GET',
      path: '/v1.0/users/{user-id}/mailboxSettings',
      answer: (request) => mailboxSettings(world, request),
    },
  ],
  faults: {
    'users/purpose-object': 'userPurpose is an object with a value, as in the example of the documentation',
    'users/no-plans': 'the plans of accounts are not told: the permission does not reach so far',
  },
});

function usersPage(world: World, { query, root }: DemoRequest): DemoAnswer {
  const top = Number(query.get('$top') ?? USUAL_PAGE);
  if (!Number.isInteger(top) || top < 1 || top > LARGEST_PAGE) {
    return refusal(400, 'Request_BadRequest', `Invalid page size specified: '${query.get('$top')}'.`);
  }
  const skip = Number(query.get('$skiptoken') ?? 0);
  const fields = query.get('$select')?.split(',') ?? ['id', 'userPrincipalName', 'displayName', 'mail'];
  const noPlans = world.faults.strikes('users/no-plans');
  const value = world.users.slice(skip, skip + top).map((user) => {
    const whole: Record<string, unknown> = accountOf(user);
    if (noPlans) delete whole.assignedPlans;
    return Object.fromEntries(fields.flatMap((field) => (field in whole ? [[field, whole[field]]] : [])));
  });
  const more = skip + top < world.users.length;
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(skip + top));
  return {
    status: 200,
    body: {
      '@odata.context': `${root}/v1.0/$metadata#users`,
      ...(more ? { '@odata.nextLink': `${root}/v1.0/users?${next}` } : {}),
      value,
    },
  };
}

function accountOf(user: DemoUser) {
  const { id, userPrincipalName, displayName, purpose, plans } = user;
  return {
    id,
    userPrincipalName,
    displayName,
    mail: userPrincipalName,
    // Nobody signs in to a mailbox that is not a person's.
    accountEnabled: purpose === 'user',
    userType: 'Member',
    assignedPlans: plans.map((servicePlanId) => ({
      assignedDateTime: '2025-01-01T00:00:00Z',
      capabilityStatus: 'Enabled',
      service: 'exchange',
      servicePlanId,
    })),
  };
}

function mailboxSettings(world: World, { params, root }: DemoRequest): DemoAnswer {
  const asked = params['user-id']?.toLowerCase();
  const user = indexOf(world).get(asked ?? '');
  if (user === undefined) return refusal(404, 'ErrorInvalidUser', 'The requested user is invalid.');
  if (user.purpose === 'user' && user.plans.length === 0) {
    return refusal(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or on-premise.',
    );
  }
  const { purpose } = user;
  return {
    status: 200,
    body: {
      '@odata.context': `${root}/v1.0/$metadata#users('${user.id}')/mailboxSettings(userPurpose)`,
      userPurpose: world.faults.strikes('users/purpose-object') ? { value: purpose } : purpose,
    },
  };
}

const indexes = new WeakMap<readonly DemoUser[], Map<string, DemoUser>>();

function indexOf({ users }: World): Map<string, DemoUser> {
  let index = indexes.get(users);
  if (index === undefined) {
    index = new Map(
      users.flatMap((user) => [user.id, user.userPrincipalName].map((key) => [key.toLowerCase(), user])),
    );
    indexes.set(users, index);
  }
  return index;
}
