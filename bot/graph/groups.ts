/** Which groups somebody is in, also by groups within them. */
import { z } from 'zod';
import { type Graph, GraphError } from './graph.ts';

/** While somebody waits to be let in. */
const WITHIN_MS = 10_000;

const answerShape = z.object({ value: z.array(z.string()) });

/**
 * @param objectId of the person
 * @param groupIds at most 20
 * @returns those of the groups the person is in, lower-case
 * @throws GraphError
 */
export async function memberGroups(
  graph: Graph,
  objectId: string,
  groupIds: readonly string[],
): Promise<string[]> {
  const path = `/users/${encodeURIComponent(objectId)}/checkMemberGroups`;
  const call = { use: 'groups', repeat: true, within: WITHIN_MS } as const;
  const { body, requestId } = await graph.post(path, { groupIds }, call);
  const answer = answerShape.safeParse(body);
  if (!answer.success) {
    const words = 'An answer of Microsoft Graph about groups is not a list';
    throw new GraphError(words, 200, 'malformed', requestId, 'groups');
  }
  return answer.data.value.map((id) => id.toLowerCase());
}
