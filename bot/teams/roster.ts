/** Who is in a conversation, asked of Teams and remembered for a few minutes. */
import { type TeamsChannelAccount, TeamsInfo, type TurnContext } from 'botbuilder';
import type { Member, Roster } from '../access/index.ts';
import type { Config } from '../config.ts';
import type { Place } from '../turn.ts';
import type { Adapter } from './adapter.ts';
import { refuseServiceUrl } from './gate.ts';
import { referenceTo } from './sender.ts';
import { plainLine } from './text.ts';

const KEEP_MS = 5 * 60_000;
const MOST_KEPT = 2_000;
const MOST_MEMBERS = 2_000;
const PAGE = 500;

export function createRoster(adapter: Adapter, config: Config, now: () => number = Date.now): Roster {
  const kept = new Map<string, { member: Member | null; at: number }>();

  async function within<T>(place: Place, ask: (context: TurnContext) => Promise<T>): Promise<T> {
    // The bot's token goes to this address.
    const refusal = refuseServiceUrl(place.serviceUrl, config);
    if (refusal !== null) throw new Error(`Nobody is asked: ${refusal}`);
    let result: { value: T } | undefined;
    // A channel has members, its threads have none of their own.
    const conversationId = place.conversationId.replace(/;messageid=.*$/, '');
    const reference = referenceTo({ ...place, conversationId });
    await adapter.continueConversationAsync(adapter.appId, reference, async (context) => {
      result = { value: await ask(context) };
    });
    if (!result) throw new Error('The adapter did not run the turn');
    return result.value;
  }

  return {
    async member(place, id) {
      const key = JSON.stringify([place.conversationId, id.toLowerCase()]);
      const known = kept.get(key);
      if (known && now() - known.at < KEEP_MS) return known.member;
      const member = await within(place, (context) => oneMember(context, id));
      kept.delete(key);
      kept.set(key, { member, at: now() });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return member;
    },
    all: (place) =>
      within(place, async (context) => {
        const members: Member[] = [];
        let token: string | undefined;
        do {
          const page = await TeamsInfo.getPagedMembers(context, PAGE, token);
          members.push(...page.members.map(memberOf));
          token = page.continuationToken || undefined;
        } while (token !== undefined && members.length < MOST_MEMBERS);
        return members.slice(0, MOST_MEMBERS);
      }),
  };
}

/** @throws what Teams answers, but for "there is no such member" */
async function oneMember(context: TurnContext, id: string): Promise<Member | null> {
  try {
    return memberOf(await TeamsInfo.getMember(context, id));
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return null;
    throw error;
  }
}

function memberOf(account: TeamsChannelAccount): Member {
  const { userPrincipalName = '', email = '', userRole = '', tenantId } = account;
  const addresses = [userPrincipalName, email].map((one) => one.toLowerCase()).filter((one) => one !== '');
  return {
    objectId: (account.aadObjectId ?? '').toLowerCase(),
    name: plainLine(account.name ?? '').slice(0, 80),
    addresses: [...new Set(addresses)],
    tenantId: tenantId?.toLowerCase() ?? null,
    // Guests keep #EXT# in the name they have in this tenant, whatever role Teams gives them.
    guest: /guest|anonymous/i.test(userRole) || /#ext#/i.test(userPrincipalName),
  };
}
