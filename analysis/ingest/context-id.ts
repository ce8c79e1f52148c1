/**
 * SQL over the columns of `mail_access`: what the accesses of a context share, as a short id. Of a service it is the
 * mailbox and caller alone.
 * @param session null where no SessionId is named
 */
export function contextId(mailbox: string, session: string): string {
  return `left(md5(CASE WHEN is_service THEN concat_ws('|', 'service', ${mailbox}, coalesce(caller, '')) ELSE
    concat_ws('|', ${mailbox}, coalesce(ip, ''), coalesce(client, ''), coalesce(${session}, ''), user_id,
      coalesce(app_id, ''), coalesce(client_app_id, '')) END), 16)`;
}
