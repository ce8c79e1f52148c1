import { gapsOf } from '../facts.ts';
import type { Step } from '../step.ts';
import { list, period } from '../words.ts';

export const step: Step = {
  id: 'older-copies',
  source: 'CISA AA23-193A, Logging; Microsoft Learn, Manage audit log retention policies',
  order: 35,
  when: (facts) => gapsOf(facts, 'retention').length > 0,
  title: () => 'Look for copies of records the log no longer keeps',
  why: (facts) =>
    `${list(gapsOf(facts, 'retention').map((gap) => period(gap.from, gap.to)))}: past the log’s own retention. A SIEM, the ` +
    'Management Activity API’s collector, a Sentinel or Defender table or an older export may still have them. Add what there is; ' +
    'duplicates are told by their record id.',
  commands: () => [],
};
