/**
 * SQL (mailbox, network, family): the everyday use of mailboxes by their owners, on three days or more, and on a third or
 * more of the days the mailbox was used at all.
 * @param condition SQL over `mail_access` that leaves out whole mailboxes at most
 */
export function everydayUse(condition: string): string {
  return `
    SELECT u.mailbox, u.network, u.family
    FROM (SELECT mailbox, network, family, count(DISTINCT day) AS days FROM mail_access
      WHERE is_owner AND NOT is_service AND ${condition} GROUP BY mailbox, network, family) u
    JOIN (SELECT mailbox, count(DISTINCT day) AS days FROM mail_access
      WHERE is_owner AND NOT is_service AND ${condition} GROUP BY mailbox) a ON a.mailbox = u.mailbox
    WHERE u.days >= 3 AND 3 * u.days >= a.days`;
}
