import { mailboxesInQuestion } from '../facts.ts';
import { CONNECT_EXCHANGE, forEach, leftOut } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list } from '../words.ts';

export const step: Step = {
  id: 'contain-mailboxes',
  source: 'Microsoft Learn, Responding to a compromised email account',
  order: 23,
  when: (facts) => mailboxesInQuestion(facts).length > 0,
  title: () => 'Look for inbox rules, forwarding and delegates left behind',
  why: (facts) => {
    const mailboxes = mailboxesInQuestion(facts);
    return (
      `A rule, a forwarding address or a delegate left in ${list(mailboxes)} would go on giving mail away after the account is contained. ` +
      `Hidden rules count too. Write down what you remove.${leftOut(mailboxes)}`
    );
  },
  commands: (facts) => {
    const mailboxes = mailboxesInQuestion(facts);
    return [
      CONNECT_EXCHANGE,
      ...forEach(
        mailboxes,
        'Get-InboxRule -Mailbox $_ -IncludeHidden | Format-List MailboxOwnerId, Name, Enabled, Description',
      ),
      ...forEach(
        mailboxes,
        'Get-Mailbox -Identity $_ | Select-Object UserPrincipalName, ForwardingAddress, ForwardingSmtpAddress, DeliverToMailboxAndForward, GrantSendOnBehalfTo',
      ),
      ...forEach(
        mailboxes,
        "Get-MailboxPermission -Identity $_ | Where-Object { $_.User -ne 'NT AUTHORITY\\SELF' }",
      ),
      ...forEach(
        mailboxes,
        "Get-RecipientPermission -Identity $_ | Where-Object { $_.Trustee -ne 'NT AUTHORITY\\SELF' }",
      ),
      ...forEach(mailboxes, "Get-MailboxFolderPermission -Identity ($_ + ':\\Inbox')"),
    ];
  },
};
