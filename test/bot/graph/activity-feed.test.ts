/** Times of listings, as they were seen and as nobody should write them. */
import { expect, test } from 'vitest';
import { createActivityFeed } from '../../../bot/graph/activity-feed.ts';

const TENANT = '00000000-0000-4000-8000-000000000001';

function listing(created: string): Response {
  const one = { contentId: 'a', contentUri: 'https://feed.example/a', contentCreated: created };
  return new Response(JSON.stringify([one]));
}

async function pageOf(created: string) {
  const tenant = { id: TENANT, token: async () => 'token' };
  const feed = createActivityFeed(tenant, 'https://feed.example', { fetch: async () => listing(created) });
  for await (const page of feed.content('Audit.Exchange', new Date(0), new Date(1_000))) return page;
}

test.each([
  ['2026-05-05T08:00:00.000Z', '2026-05-05T08:00:00.000Z'],
  ['2026-05-05T08:00:00', '2026-05-05T08:00:00.000Z'],
  ['2026-05-05T10:00:00+02:00', '2026-05-05T08:00:00.000Z'],
])('%s became available at %s', async (written, created) => {
  expect(await pageOf(written)).toMatchObject({ items: [{ created, expires: null }], unreadable: 0 });
});

test.each(['', 'soon', 'Tue May 05 2026 08:00:00 GMT', '2026-13-05T08:00:00Z'])(
  'an entry from "%s" is one that cannot be read, not the end of the listing',
  async (written) => {
    expect(await pageOf(written)).toEqual({ items: [], unreadable: 1 });
  },
);
