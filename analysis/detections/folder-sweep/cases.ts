import {
  ABROAD,
  ANA,
  APP,
  access,
  BEN,
  change,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  FRONT_END,
  GRAPH,
  HOTEL,
  IPHONE,
  MOBILE,
  phoneTakenAbroad,
  RENTED,
} from '../_cases.ts';

/** Enterprise Copilot Platform */
const COPILOT = 'fb8d773d-7ef8-4ec0-a117-179f88add510';
const FOLDERS = ['\\Inbox', '\\Sent Items', '\\Archive', '\\Board', '\\Contracts', '\\Old projects'];
const usual = everyday({ days: 12 });
const SHARED = 'accounts@contoso.example';
const sharedByAna = { mailbox: SHARED, user: ANA, logon: 'delegate' as const };
/** Ana reads it in her Edge, Ben in his Firefox. */
const shared = [
  ...everyday({ days: 12 }),
  ...everyday({ ...sharedByAna, days: 12, hour: 10 }),
  ...everyday({ ...sharedByAna, user: BEN, days: 12, hour: 11, client: FIREFOX_LINUX }),
];

export const cases: DetectionCase[] = [
  {
    name: 'six folders in an hour, four of them never touched, by a strange browser on a rented machine',
    rows: [
      ...usual,
      ...FOLDERS.flatMap((folder, n) =>
        access({ day: 10, hour: 2 + n / 10, folders: [folder], client: FIREFOX_LINUX, place: RENTED }),
      ),
    ],
    fires: { atLeast: 'high', atMost: 'high' },
  },
  {
    name: 'the owner looks for something old, in a hotel',
    rows: [...usual, ...access({ day: 10, folders: FOLDERS, place: HOTEL })],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'a new phone at home looks into all folders',
    rows: [...usual, ...access({ day: 10, folders: FOLDERS, client: IPHONE, place: MOBILE })],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'the phone of a traveller and an assistant of Microsoft’s, new behind a front end, are not one reader',
    rows: [
      ...usual,
      ...everyday({ days: 10, client: IPHONE, place: MOBILE }),
      ...access({ day: 10, folders: FOLDERS.slice(0, 2), client: IPHONE, place: ABROAD }),
      ...access({ day: 10, folders: FOLDERS.slice(2), client: GRAPH, caller: COPILOT, place: FRONT_END }),
    ],
    fires: 'not',
  },
  {
    name: 'the owner goes through all folders at home',
    rows: [...usual, ...access({ day: 10, folders: FOLDERS }), ...access({ day: 11, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'the inbox alone, abroad',
    rows: [...usual, ...access({ day: 10, count: 30, place: ABROAD, client: FIREFOX_LINUX })],
    fires: 'not',
  },
  {
    name: 'a stranger in three folders that the owner reads every day, of which a case kept from before has the ids too',
    rows: [
      ...everyday({ days: 12, folders: FOLDERS.slice(0, 3) }),
      ...access({ day: 11, hour: 20, folders: FOLDERS.slice(0, 3), client: FIREFOX_LINUX, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'five folders over five days',
    rows: [
      ...usual,
      ...FOLDERS.slice(0, 5).flatMap((folder, n) => access({ day: 10 + n, folders: [folder], place: HOTEL })),
    ],
    fires: 'not',
  },
  {
    name: "a colleague's browser is not the reader's own: her account in the mailbox both share, from another country",
    rows: [
      ...shared,
      ...access({
        ...sharedByAna,
        day: 10,
        hour: 19,
        count: 6,
        client: FIREFOX_LINUX,
        place: ABROAD,
        folders: FOLDERS,
      }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the same with her own browser is a journey',
    rows: [
      ...shared,
      ...access({ ...sharedByAna, day: 10, hour: 19, count: 6, place: ABROAD, folders: FOLDERS }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'on a borrowed computer abroad, where the own telephone is and not at home, somebody looks through the folders',
    rows: [
      ...everyday({ days: 10 }),
      ...phoneTakenAbroad(),
      ...access({ day: 12, hour: 10, client: FIREFOX_LINUX, place: ABROAD, folders: FOLDERS }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'what its user let in at home reads folder after folder on its maker’s machines: another detection asks about it',
    rows: [
      ...usual,
      ...change({ kind: 'consent', day: 10, hour: 8, appId: APP, detail: 'Notes: Mail.Read' }),
      ...access({ day: 10, hour: 9, caller: APP, client: GRAPH, place: RENTED, folders: FOLDERS }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'in the first days of the log somebody opens folder after folder in a browser seldom used, at another provider of the country',
    rows: [
      ...everyday({ days: 20 }),
      ...access({ day: 1, hour: 20, client: FIREFOX_LINUX, place: HOTEL, folders: FOLDERS }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'the same abroad',
    rows: [
      ...everyday({ days: 20 }),
      ...access({ day: 1, hour: 20, client: FIREFOX_LINUX, place: ABROAD, folders: FOLDERS }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a new computer goes through the folders at home, and is used in the hotel once',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 10, count: 6, client: FIREFOX_LINUX, folders: FOLDERS }),
      ...access({ day: 11, hour: 19, client: FIREFOX_LINUX, place: HOTEL }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'the same, mostly in the hotel',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 10, client: FIREFOX_LINUX }),
      ...access({ day: 11, hour: 19, count: 6, client: FIREFOX_LINUX, place: HOTEL, folders: FOLDERS }),
    ],
    fires: { atLeast: 'medium' },
  },
];
