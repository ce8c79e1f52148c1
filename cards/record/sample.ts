import type { RecordInput } from './model.ts';

const whole: RecordInput = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  record: {
    recordId: '0a1b2c3d-0000-4000-8000-000000000001',
    operation: 'MailItemsAccessed',
    time: '2026-05-14T00:12:09Z',
    input: 'export.csv',
    member: null,
    format: 'purview-csv',
    row: 20_113,
    sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    sha256Now: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    found: true,
    text: '0a1b2c3d-0000-4000-8000-000000000001,2026-05-14T00:12:09Z,MailItemsAccessed,"{""Id"":""0a1b2c3d-0000-4000-8000-000000000001"",""ClientIPAddress"":""203.0.113.9""}"',
    cells: [{ name: 'RecordId', value: '0a1b2c3d-0000-4000-8000-000000000001' }],
  },
};

export const samples: Record<string, RecordInput> = {
  whole,
  changed: {
    ...whole,
    record: { ...whole.record, found: false, text: null, cells: null, sha256Now: 'e3b0c44298fc1c14' },
  },
  long: { ...whole, record: { ...whole.record, text: 'x'.repeat(20_000) } },
};
