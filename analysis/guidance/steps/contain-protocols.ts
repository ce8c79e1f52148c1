import { mailboxesInQuestion } from '../facts.ts';
import { CONNECT_EXCHANGE, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { ifConfirmed } from '../targets.ts';
import { list } from '../words.ts';

export const step: Step = {
  id: 'contain-protocols',
  source: 'Exchange Online PowerShell, Set-CASMailbox',
  order: 24,
  when: (facts) => mailboxesInQuestion(facts).length > 0,
  title: (facts) => ifConfirmed(facts.hostileOnRecord, 'Close IMAP, POP and EWS where nobody needs them'),
  why: (facts) => {
    const mailboxes = mailboxesInQuestion(facts);
    return (
      `Mailboxes are copied most easily by IMAP, POP and EWS. Write down what ${list(mailboxes)} had, then close them; ` +
      `Outlook for Mac and some add-ins need EWS.${leftOut(mailboxes)}`
    );
  },
  commands: (facts) => {
    const mailboxes = mailboxesInQuestion(facts);
    return [
      CONNECT_EXCHANGE,
      ...forEach(
        mailboxes,
        "Get-CASMailbox -Identity $_ | Select-Object PrimarySmtpAddress, ImapEnabled, PopEnabled, EwsEnabled, ActiveSyncEnabled | Export-Csv -Path 'protocols-before.csv' -NoTypeInformation -Append",
      ),
      ...forEach(
        mailboxes,
        'Set-CASMailbox -Identity $_ -ImapEnabled $false -PopEnabled $false -EwsEnabled $false',
      ),
    ];
  },
};
