import { count } from '../../words.ts';
import type { CaseFacts } from '../facts.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

function rejected(facts: CaseFacts): number {
  return facts.inputs.reduce((sum, input) => sum + input.rejected, 0);
}

export const step: Step = {
  id: 'reacquire-rejected',
  source: 'NIST SP 800-86, 3.1.2 (verify the integrity of the data)',
  order: 32,
  when: (facts) => rejected(facts) > 0,
  title: (facts) => `Look at ${count(rejected(facts), 'row')} that could not be read`,
  why: (facts) => {
    const files = facts.inputs.filter((input) => input.rejected > 0).map((input) => input.name);
    return (
      `Rows of ${list(files, 3)} are damaged or cut off and are in no count. Each is listed with its number and the reason. ` +
      'Get the file again as it was exported; spreadsheets damage long cells, and some log systems cut records at 10,000 characters.'
    );
  },
  commands: () => [],
};
