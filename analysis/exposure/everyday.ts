/**
 * SQL (mailbox, network, family): the everyday use of mailboxes by their owners, on three days or more, and on a third or
 * more of the days the mailbox was used at all.
 * @param condition SQL over `mail_access m`: which records are looked at
 */
export function everydayUse(condition: string): string {
  return `
    SELECT u.mailbox, u.network, u.family
    FROM (SELECT m.mailbox, m.network, m.family, count(DISTINCT m.day) AS days FROM mail_access m
      WHERE m.is_owner AND NOT m.is_service AND ${condition} GROUP BY m.mailbox, m.network, m.family) u
    JOIN (SELECT m.mailbox, count(DISTINCT m.day) AS days FROM mail_access m
      WHERE m.is_owner AND NOT m.is_service AND ${condition} GROUP BY m.mailbox) a ON a.mailbox = u.mailbox
    WHERE u.days >= 3 AND 3 * u.days >= a.days`;
}
