/** Writes the state until it is killed, and tells what it knows is kept. */
import { openStore } from '../../../bot/store/index.ts';

const store = await openStore(process.argv[2] ?? '');
const place = {
  scope: 'personal',
  conversationId: 'writer',
  serviceUrl: 'http://127.0.0.1:1/',
  tenantId: null,
  bot: { id: '28:bot', name: 'Mailtrail' },
} as const;
for (let n = 0; ; n++) {
  // Of many sizes, so that a torn write would show.
  await store.setCurrentCase(place, `c-${n}-${'x'.repeat(1 + (n % 7) * 20_000)}`);
  process.send?.(n);
}
