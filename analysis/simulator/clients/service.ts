/** Microsoft's own machinery reading for the owner: up to two thirds of a real log. */
import type { Random } from '../random.ts';
import { type Actor, makeVia, type Via } from '../via.ts';
import { EXCHANGE_ONLINE } from './owa.ts';

/** Callers seen behind RESTSystem (audit-records.md 3), the last being Substrate Context Service. */
const CALLERS = [
  { client: '3c8e478f-21ca-493a-b87c-c7366d664d54', app: '8a18aa92-0a1e-4e06-abd0-e118fa4787b1' },
  { client: 'f3f64fec-ecee-4e9a-9eed-a36a5e421300', app: '8a18aa92-0a1e-4e06-abd0-e118fa4787b1' },
  { client: '7a5fbd1c-3e6d-461a-9075-83049393b3a7', app: EXCHANGE_ONLINE },
  { client: '13937bba-652e-4c46-b222-3003f4d1ff97', app: EXCHANGE_ONLINE },
] as const;

export function service(actor: Actor, ip: string, random: Random): Via {
  const caller = random.pick(CALLERS);
  return makeVia({
    actor,
    // A few of the real records carry no address or no caller.
    ip: random.chance(0.04) ? undefined : ip,
    client: 'Client=REST;Client=RESTSystem;;',
    appId: caller.app,
    clientAppId: random.chance(0.05) ? undefined : caller.client,
  });
}
