-- Mail read by the application with which Mailtrail itself reads, but not by Mailtrail: which records are its own is noted
-- when it reads (pulled/own-reads.ts). Empty where it never read.
SELECT concat('app:', m.caller) AS group_key, m.record_no, 'not asked for' AS detail
FROM own_read o JOIN mail_access m ON m.caller = o.app_id
LEFT JOIN own_record r ON r.record_no = m.record_no
WHERE r.record_no IS NULL
