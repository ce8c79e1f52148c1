import { access, type DetectionCase, EWS, everyday, HOME, marked, RENTED } from '../_cases.ts';

const PYTHON = 'Client=WebServices;python-requests/2.25.1;';
const usual = everyday({ days: 12 });

export const cases: DetectionCase[] = [
  {
    name: 'one record, and nothing else in the log',
    rows: access({ client: PYTHON }),
    fires: { atLeast: 'low', atMost: 'low', records: 1 },
  },
  {
    name: 'a script at home, once',
    rows: [...usual, ...access({ day: 10, client: PYTHON, count: 5 })],
    fires: { atLeast: 'low', atMost: 'low', records: 5 },
  },
  {
    name: 'Postman, from a rented machine',
    rows: [...usual, ...access({ day: 10, client: EWS, count: 5, place: RENTED })],
    fires: { atLeast: 'medium', atMost: 'medium', records: 5 },
  },
  {
    name: 'a program that runs every night at a usual place',
    rows: [...usual, ...everyday({ days: 12, hour: 2, client: PYTHON })],
    fires: { atLeast: 'info', atMost: 'info', findings: 1 },
  },
  {
    name: 'a mail program over EWS',
    rows: [...usual, ...access({ day: 10, client: 'Client=WebServices;MacOutlook/16.89;', place: RENTED })],
    fires: 'not',
  },
  {
    name: 'an address that is marked trusted',
    rows: [...usual, ...access({ day: 10, client: PYTHON }), ...marked('trusted', `ip:${HOME.ip}`)],
    fires: 'not',
  },
];
