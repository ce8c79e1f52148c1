import { ABROAD, access, type DetectionCase, everyday, RENTED, signIn, signInsHeld } from '../_cases.ts';

const KINDS = ['interactive', 'non-interactive', 'service-principal', 'managed-identity'];
const held = signInsHeld(KINDS, 0, 20);
const SESSION = 'aaaaaaaa-0000-4000-8000-000000000001';
const FORGED = 'aaaaaaaa-0000-4000-8000-00000000000f';
const TOKENS = ['one', 'two', 'three', 'four', 'five'];
const usual = [
  ...everyday({ days: 10, session: SESSION }),
  ...signIn('ana@contoso.example', SESSION),
  ...TOKENS.flatMap((token) => [...access({ day: 4, token }), ...signIn('ana@contoso.example', null, token)]),
];

export const cases: DetectionCase[] = [
  {
    name: 'a session for which nobody signed in, on a rented machine',
    rows: [...usual, ...held, ...access({ day: 10, session: FORGED, place: RENTED, count: 3 })],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a token that was never issued, at home',
    rows: [...usual, ...held, ...access({ day: 10, token: 'One' })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'of one person alone, whose own two kinds of sign-in are held',
    rows: [
      ...usual,
      ...signInsHeld(KINDS.slice(0, 2), 0, 20, 'ana@contoso.example'),
      ...access({ day: 10, session: FORGED, place: RENTED, count: 3 }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the sign-ins that are held are of somebody else',
    rows: [
      ...usual,
      ...signInsHeld(KINDS.slice(0, 2), 0, 20, 'ben@contoso.example'),
      ...access({ day: 10, session: FORGED, place: RENTED, count: 3 }),
    ],
    fires: 'not',
  },
  {
    name: 'the sign-in may have been in a hole of those that are held',
    rows: [
      ...usual,
      ...signInsHeld(KINDS, 0, 9.5),
      ...signInsHeld(KINDS, 9.7, 20),
      ...access({ day: 10, session: FORGED, place: RENTED, count: 3 }),
    ],
    fires: 'not',
  },
  {
    name: 'the sign-ins of services are not held',
    rows: [
      ...usual,
      ...signInsHeld(KINDS.slice(0, 3), 0, 20),
      ...access({ day: 10, session: FORGED, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'the sign-in may have been before those that are held',
    rows: [...usual, ...signInsHeld(KINDS, 9.5, 20), ...access({ day: 10, session: FORGED, place: RENTED })],
    fires: 'not',
  },
  {
    name: 'records with neither session nor token cannot be matched',
    rows: [...usual, ...held, ...access({ day: 10, place: ABROAD })],
    fires: 'not',
  },
];
