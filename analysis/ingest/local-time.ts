/**
 * SQL that reads a time column of an export without AuditData. Month-first when the clock has AM/PM (en-US),
 * day-first with a 24-hour clock; ISO forms as they are. Such exports carry no better time.
 */
export function timeFromText(sql: string): string {
  const forms = [
    '%m/%d/%Y, %I:%M:%S.%g %p',
    '%m/%d/%Y, %I:%M:%S %p',
    '%m/%d/%Y %I:%M:%S %p',
    '%d/%m/%Y, %H:%M:%S.%g',
    '%d/%m/%Y, %H:%M:%S',
    '%d/%m/%Y %H:%M:%S',
    '%d.%m.%Y %H:%M:%S',
  ];
  const list = forms.map((form) => `'${form}'`).join(', ');
  return `strftime(coalesce(try_cast(${sql} AS TIMESTAMP), try_strptime(${sql}, [${list}])), '%Y-%m-%dT%H:%M:%S')`;
}
