import type { Step } from '../step.ts';

/** "Expect to generate 30-40 events per user per working day": T. Redmond, in answer to a reader. */
const LOW = 30;
const HIGH = 40;

export const step: Step = {
  id: 'volume',
  source: 'Office 365 for IT Pros, MailItemsAccessed events',
  order: 82,
  when: (facts) => facts.mailItemsAccessed > 0,
  title: () => 'Reckon with the volume before you collect this log for good',
  why: (facts) => {
    const rate = facts.recordsPerWorkingDay;
    const own =
      rate === null
        ? 'This case has too few working days to tell its own rate.'
        : `This case has ${rate.toLocaleString('en', { maximumFractionDigits: 0 })} for each mailbox and working day${compared(rate)}.`;
    return (
      `MailItemsAccessed is probably the most frequent event of all: expect ${LOW} to ${HIGH} for each user and working day. ${own} ` +
      'Log systems often charge by volume.'
    );
  },
  commands: () => [],
};

function compared(rate: number): string {
  if (rate > HIGH * 2) return ', far more: applications or service records may be the reason';
  if (rate < LOW / 2) return ', far fewer: records may be missing, or mailboxes are little used';
  if (rate > HIGH) return ', more than that';
  return rate < LOW ? ', fewer than that' : ', as expected';
}
