import type { ReadsAlong } from '../_shared/reads-along.ts';

const advice = 'Work this case out of band: in a chat of accounts that are not in it, or by phone.';

export const samples: Record<string, ReadsAlong> = {
  'of several kinds': {
    unsafe: [
      { name: 'Lee Gu', why: 'exposed' },
      { name: 'Nour Haddad', why: 'hostile' },
      { name: 'Old Account', why: 'unknown account' },
    ],
    membersUnknown: null,
    advice,
  },
  unknown: {
    unsafe: [],
    membersUnknown: 'I could not find out who reads along here: an account of this case may be among them.',
    advice,
  },
};
