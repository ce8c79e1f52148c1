/**
 * The tables of a case. `record_no` stands for a record inside the case (short, so that joins stay small);
 * `record_id` is its id in the log. `access_item.message` tells messages apart: half an MD5 of the message's id,
 * since a few million ids twice over would be most of the database. Everything after ingest only counts, compares and joins these columns.
 */
export const TABLES = `
CREATE TABLE IF NOT EXISTS input (
  input_no INTEGER, name VARCHAR, member VARCHAR, sha256 VARCHAR, bytes BIGINT, format VARCHAR, file VARCHAR,
  row_count BIGINT, records BIGINT, duplicates BIGINT, conflicts BIGINT, rejected BIGINT,
  mail_items_accessed BIGINT, first_s BIGINT, last_s BIGINT,
  acquired_at VARCHAR, acquired_by VARCHAR, acquired_from VARCHAR, acquired_to VARCHAR,
  acquired_users VARCHAR, acquired_operations VARCHAR, warnings VARCHAR, problem VARCHAR, row_order VARCHAR
);
-- How the rows of a file that may be cut short are sorted; cases kept before do not say.
ALTER TABLE input ADD COLUMN IF NOT EXISTS row_order VARCHAR;
CREATE TABLE IF NOT EXISTS rejected_row (input_no INTEGER, row_no BIGINT, reason VARCHAR, excerpt VARCHAR);
CREATE TABLE IF NOT EXISTS mail_access (
  record_no BIGINT, record_id VARCHAR, time_utc TIMESTAMP, at_s BIGINT, day DATE, hour_of_day INTEGER,
  organization_id VARCHAR, mailbox VARCHAR, user_id VARCHAR, user_type INTEGER, is_owner BOOLEAN, logon_type VARCHAR,
  access VARCHAR, throttled BOOLEAN, ip VARCHAR, network VARCHAR, country VARCHAR, asn BIGINT, network_kind VARCHAR,
  client VARCHAR, protocol VARCHAR, family VARCHAR, is_service BOOLEAN,
  session_id VARCHAR, session_source VARCHAR, token_id VARCHAR, device_id VARCHAR,
  app_id VARCHAR, client_app_id VARCHAR, caller VARCHAR,
  item_count INTEGER, context_id VARCHAR,
  record_type VARCHAR, input_no INTEGER, row_no BIGINT, fullness INTEGER, content UBIGINT
);
CREATE TABLE IF NOT EXISTS other_record (
  record_no BIGINT, record_id VARCHAR, time_utc TIMESTAMP, at_s BIGINT, operation VARCHAR, record_type VARCHAR,
  user_id VARCHAR, user_type INTEGER, organization_id VARCHAR, workload VARCHAR, result_status VARCHAR,
  mailbox VARCHAR, ip VARCHAR, client VARCHAR, session_id VARCHAR, app_id VARCHAR, object_id VARCHAR,
  input_no INTEGER, row_no BIGINT, fullness INTEGER, content UBIGINT, raw VARCHAR
);
-- Every record of the log once. Mailbox, address, session and what else \`mail_access\` knows is not said of its records here.
CREATE VIEW IF NOT EXISTS record AS
FROM other_record UNION ALL BY NAME
SELECT record_no, record_id, time_utc, at_s, 'MailItemsAccessed' AS operation, record_type, user_id, user_type, organization_id,
  input_no, row_no, fullness, content FROM mail_access;
-- How the digests in \`content\` were made.
CREATE TABLE IF NOT EXISTS content_rule (rule VARCHAR);
CREATE TABLE IF NOT EXISTS access_item (
  record_no BIGINT, message UBIGINT, internet_message_id VARCHAR, item_id VARCHAR,
  folder VARCHAR, folder_id VARCHAR, bytes BIGINT, subject VARCHAR, immutable_id VARCHAR
);
-- Cases made before the live tenant have neither this column nor that of sign_in_coverage.
ALTER TABLE access_item ADD COLUMN IF NOT EXISTS immutable_id VARCHAR;
CREATE TABLE IF NOT EXISTS address (
  raw VARCHAR, ip VARCHAR, network VARCHAR, country VARCHAR, asn BIGINT, network_kind VARCHAR, is_front_end BOOLEAN
);
CREATE TABLE IF NOT EXISTS gap_elsewhere (gap_id VARCHAR, mailbox VARCHAR);
CREATE TABLE IF NOT EXISTS network_name (asn BIGINT, name VARCHAR);
CREATE TABLE IF NOT EXISTS client_string (
  raw VARCHAR, client VARCHAR, protocol VARCHAR, family VARCHAR, app_id VARCHAR, is_system BOOLEAN,
  os VARCHAR, browser VARCHAR, device VARCHAR, product VARCHAR
);
CREATE TABLE IF NOT EXISTS change (
  record_no BIGINT, at_s BIGINT, kind VARCHAR, actor VARCHAR, actor_kind VARCHAR, ip VARCHAR, session_id VARCHAR,
  mailbox VARCHAR, app_id VARCHAR, grantee VARCHAR, detail VARCHAR, succeeded BOOLEAN, part VARCHAR,
  named_mailbox VARCHAR, named_grantee VARCHAR
);
-- What the record itself says, where mailbox or grantee say more; cases kept before do not know.
ALTER TABLE change ADD COLUMN IF NOT EXISTS named_mailbox VARCHAR;
ALTER TABLE change ADD COLUMN IF NOT EXISTS named_grantee VARCHAR;
-- \`last_s\`: of a MailboxGuid, when a record last gave it that UPN; null for other names, and in cases kept before.
CREATE TABLE IF NOT EXISTS mailbox_name (name VARCHAR, upn VARCHAR, last_s BIGINT);
ALTER TABLE mailbox_name ADD COLUMN IF NOT EXISTS last_s BIGINT;
-- Every name of a mailbox that was renamed, with the one it goes by; and what its records under the others say themselves.
CREATE TABLE IF NOT EXISTS renamed (upn VARCHAR, mailbox VARCHAR);
CREATE TABLE IF NOT EXISTS renamed_record (record_no BIGINT, mailbox VARCHAR);
CREATE TABLE IF NOT EXISTS sign_in (
  record_no BIGINT, at_s BIGINT, kind VARCHAR, user_id VARCHAR, app_id VARCHAR, ip VARCHAR, network VARCHAR,
  session_id VARCHAR, token_id VARCHAR, user_agent VARCHAR, succeeded BOOLEAN
);
CREATE TABLE IF NOT EXISTS sign_in_coverage (kind VARCHAR, from_s BIGINT, to_s BIGINT, user_id VARCHAR);
ALTER TABLE sign_in_coverage ADD COLUMN IF NOT EXISTS user_id VARCHAR;
CREATE TABLE IF NOT EXISTS marker (marker VARCHAR, verdict VARCHAR, set_by VARCHAR, set_at VARCHAR);
CREATE TABLE IF NOT EXISTS trusted_record (record_no BIGINT);
CREATE TABLE IF NOT EXISTS finding (
  finding_id VARCHAR, detection VARCHAR, group_key VARCHAR, ordinal INTEGER, title VARCHAR, severity VARCHAR, severity_rank INTEGER,
  confidence VARCHAR, first_s BIGINT, last_s BIGINT, messages BIGINT, explanation VARCHAR, observed VARCHAR, expected VARCHAR,
  false_positives VARCHAR, attack VARCHAR, next_steps VARCHAR
);
CREATE TABLE IF NOT EXISTS finding_record (finding_id VARCHAR, record_no BIGINT);
CREATE TABLE IF NOT EXISTS finding_entity (finding_id VARCHAR, kind VARCHAR, value VARCHAR);
CREATE TABLE IF NOT EXISTS baseline_entry (
  subject VARCHAR, kind VARCHAR, value VARCHAR, origin VARCHAR, noted_by VARCHAR, noted_at VARCHAR
);
CREATE TABLE IF NOT EXISTS approval (
  caller VARCHAR, network VARCHAR, mailbox VARCHAR, approved_by VARCHAR, approved_at VARCHAR, reason VARCHAR
);
CREATE TABLE IF NOT EXISTS review (
  mailbox VARCHAR, message VARCHAR, personal_data VARCHAR, categories VARCHAR, persons VARCHAR, jurisdiction VARCHAR,
  read_by VARCHAR, read_at VARCHAR
);
CREATE TABLE IF NOT EXISTS declared_scope (
  acquired_at VARCHAR, acquired_by VARCHAR, acquired_from VARCHAR, acquired_to VARCHAR,
  acquired_users VARCHAR, acquired_operations VARCHAR
);
CREATE TABLE IF NOT EXISTS pull (pull_id VARCHAR, begun_s BIGINT, told VARCHAR);
CREATE TABLE IF NOT EXISTS outage_told (from_s BIGINT, to_s BIGINT, why VARCHAR);
CREATE TABLE IF NOT EXISTS known_sign_in (sign_in_id VARCHAR);
CREATE TABLE IF NOT EXISTS message_name (
  mailbox VARCHAR, message_key VARCHAR, state VARCHAR, subject VARCHAR, sender VARCHAR, received_at VARCHAR,
  has_attachments BOOLEAN, sensitivity VARCHAR, why VARCHAR, named_by VARCHAR, named_at VARCHAR
);
CREATE TABLE IF NOT EXISTS own_read (app_id VARCHAR, from_s BIGINT, to_s BIGINT);
CREATE TABLE IF NOT EXISTS own_request (app_id VARCHAR, request_id VARCHAR);
CREATE TABLE IF NOT EXISTS own_seen (record_no BIGINT, request_id VARCHAR);
CREATE TABLE IF NOT EXISTS own_record (record_no BIGINT);
-- Cases made before kept what is only needed while they are judged.
DROP TABLE IF EXISTS tenant_habit; DROP TABLE IF EXISTS office_network; DROP TABLE IF EXISTS judged_context;
DROP TABLE IF EXISTS judged_change; DROP TABLE IF EXISTS change_context;
`;

/** Whether the case was kept when `record` was a table of all records, beside which stood what is known of mail accesses. */
export const HAS_RECORDS_TWICE =
  "SELECT count(*) > 0 AS found FROM information_schema.tables WHERE table_name = 'record' AND table_type = 'BASE TABLE'";

/** Takes such a case apart, before TABLES. */
export const RECORDS_ONCE = `
CREATE TEMP TABLE old_access AS
SELECT m.* EXCLUDE (folder_count, bytes), r.record_type, r.input_no, r.row_no, r.fullness, r.content
FROM mail_access m JOIN record r ON r.record_no = m.record_no;
CREATE TABLE other_record AS SELECT * FROM record WHERE record_no NOT IN (SELECT record_no FROM mail_access);
DROP TABLE mail_access; DROP TABLE record;
CREATE TABLE mail_access AS FROM old_access; DROP TABLE old_access;
`;
