/** Who and what there is in the local client. It wants exactly five users besides the current one. */

const TENANT = '00000000-0000-4000-8000-000000000001';

function person(n: number, givenName: string, surname: string) {
  const address = `${givenName}.${surname[0]}@example.com`.toLowerCase();
  return {
    id: `user-id-${n}`,
    name: `${givenName} ${surname}`,
    // The client spells it this way.
    userPrincipleName: address,
    aadObjectId: `00000000-0000-4000-8000-0000000000${20 + n}`,
    givenName,
    surname,
    email: address,
  };
}

/** The client's configuration file, version 0.1.1; JSON is YAML too. Ids stay the same, so chats keep their case. */
export const PLAYGROUND_CONFIG = JSON.stringify(
  {
    version: '0.1.1',
    tenantId: TENANT,
    bot: { id: '00000000-0000-4000-8000-000000000011', name: 'Mailtrail' },
    currentUser: person(0, 'Ana', 'Ortiz'),
    users: [
      person(1, 'Bo', 'Lindgren'),
      person(2, 'Chidi', 'Okafor'),
      person(3, 'Dana', 'Weiss'),
      person(4, 'Emi', 'Sato'),
      person(5, 'Farid', 'Rahimi'),
    ],
    personalChat: { id: '00000000-0000-4000-8000-000000000041' },
    groupChat: { id: '00000000-0000-4000-8000-000000000042', name: 'Group Chat' },
    team: {
      id: 'team-id',
      name: 'Incident response',
      aadGroupId: '00000000-0000-4000-8000-000000000031',
      channels: [{ id: 'channel-alerts-id', name: 'Mailbox alerts' }],
    },
  },
  null,
  2,
);
