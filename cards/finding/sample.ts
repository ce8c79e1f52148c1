import { app } from '../findings/sample.ts';
import type { FindingInput } from './model.ts';

const ana = { objectId: '00000000-0000-4000-8000-00000000000a', name: 'Ana' };

const DIGEST = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';

export const samples: Record<string, FindingInput> = {
  open: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    finding: app,
    severityRule: 'Low for a new application by itself. One step up each: unknown; acting in its own right.',
    records: 21,
    files: [
      {
        input: 'export.csv',
        sha256: DIGEST,
        member: null,
        records: 17,
        rows: [20_113, 20_115, 20_116, 20_200, 20_201],
      },
      { input: 'rest.zip', sha256: DIGEST, member: 'may/rest.csv', records: 4, rows: [1, 2, 7, 9] },
    ],
    markers: [`app:${app.apps[0]}`],
    steps: [
      {
        id: 'contain-apps',
        title: 'If you confirm it: disable 1 application, its credentials and its consent',
      },
      { id: 'tell-authorities', title: 'Report to Microsoft, CISA and the FBI' },
    ],
    work: { owner: null, acknowledged: null, suppressed: null, notes: [] },
  },
  acknowledged: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    finding: { ...app, severity: 'low' },
    severityRule: null,
    records: 2,
    files: [{ input: 'export.csv', sha256: DIGEST, member: null, records: 1, rows: [20_113] }],
    markers: ['ip:198.51.100.254', 'ip:2001:db8:7c07:1234:5678:9abc:def0:99b'],
    steps: [],
    work: {
      owner: ana,
      acknowledged: { by: ana, at: '2026-05-14T00:31:00Z' },
      suppressed: {
        by: ana,
        at: '2026-05-14T00:31:00Z',
        until: '2026-06-14T00:31:00Z',
        reason: 'roll-out of the CRM',
      },
      notes: [{ by: ana, at: '2026-05-14T00:40:00Z', text: 'asked IT about the roll-out, they call back' }],
    },
    word: 'Ana acknowledged it already, 14 May 2026 00:31 UTC.',
  },
  gone: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    finding: null,
    severityRule: null,
    records: 0,
    files: [],
    markers: [],
    steps: [],
  },
};
