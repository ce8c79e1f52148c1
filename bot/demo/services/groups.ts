/** Who is in which group (reference/graph.md B1: checkMemberGroups, at most 20 groups). */
import { z } from 'zod';
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, MakeService } from '../service.ts';

const bodyShape = z.object({ groupIds: z.array(z.string()).min(1).max(20) });

export const service: MakeService = (world) => ({
  routes: [
    {
      method: 'POST',
      path: '/v1.0/users/{user-id}/checkMemberGroups',
      answer({ params, body, root }: DemoRequest): DemoAnswer {
        const user = world.users.find(({ id }) => id === params['user-id']?.toLowerCase());
        if (user === undefined) {
          return refusal(404, 'Request_ResourceNotFound', `Resource '${params['user-id']}' does not exist.`);
        }
        const asked = bodyShape.safeParse(body);
        if (!asked.success) return refusal(400, 'Request_BadRequest', 'Invalid groupIds.');
        const wanted = new Set(asked.data.groupIds.map((id) => id.toLowerCase()));
        const value = world.groups.filter(({ id, members }) => wanted.has(id) && members.includes(user.id));
        return {
          status: 200,
          body: {
            '@odata.context': `${root}/v1.0/$metadata#Collection(Edm.String)`,
            value: value.map(({ id }) => id),
          },
        };
      },
    },
  ],
  faults: {},
});
