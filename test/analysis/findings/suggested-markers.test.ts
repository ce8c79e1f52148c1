import { expect, test } from 'vitest';
import { suggestedMarkers } from '../../../analysis/findings/suggested-markers.ts';
import { app } from '../../../cards/findings/sample.ts';

const [A, B] = ['198.51.100.254', '203.0.113.248'];

test.each([
  ['an application, wherever it reads from', {}, [`app:${app.apps[0]}`]],
  [
    'one address and one session',
    { detection: 'two-lives', ips: [A], sessions: ['s1'] },
    [`ip:${A}+session:s1`],
  ],
  [
    'each address of a stranger',
    { detection: 'new-network', ips: [A, B], sessions: ['s1', 's2'] },
    [`ip:${A}`, `ip:${B}`],
  ],
  // One of the two is the owner's own.
  [
    'no address of a session on two networks',
    { detection: 'session-on-several-networks', ips: [A, B], apps: [] },
    [],
  ],
  ['nothing of a crowd', { detection: 'new-network', ips: [A, B, 'c', 'd'], apps: [] }, []],
])('%s', (_, change, markers) => {
  expect(suggestedMarkers({ ...app, ...change })).toEqual(markers);
});
