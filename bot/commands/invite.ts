import { OUT_OF_BAND, personOf } from '../access/index.ts';
import { Problem } from '../problems.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE } from './_command.ts';
import { custodyCard } from './_custody.ts';
import { noPersonBut, type PersonWords, personMeant } from './_person.ts';

export const command = defineCommand<PersonWords>({
  name: 'invite',
  aliases: ['case invite'],
  args: '@person or <Entra object id>',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'keep',
  summary: 'Lets somebody into the case. Their role stays what it is.',
  examples: ['invite 00000000-0000-4000-8000-000000000021'],
  parse: noPersonBut,
  async run(meant, turn, services) {
    const caseId = enteredCase(turn);
    const person = await personMeant(meant, turn, services);
    if (person.guest) throw new Problem('Guests are not let into cases', ['Invite somebody of your own.']);
    if (person.addresses.length > 0) {
      const [unsafe] = await services.accounts.unsafeMembers([person], caseId);
      if (unsafe) {
        throw new Problem(
          unsafe.why === 'hostile'
            ? 'That account is marked hostile in this case'
            : 'That account owns a mailbox that must be assumed read',
          [OUT_OF_BAND, 'If it must be: override and their name; a second lead confirms it.'],
        );
      }
    }
    if (!(await services.work.invite(caseId, person, personOf(turn.caller)))) {
      throw new Problem('They are in the case already', ['Write members to see who is.']);
    }
    return [{ do: 'post', card: await custodyCard(caseId, turn.role, services) }];
  },
});
