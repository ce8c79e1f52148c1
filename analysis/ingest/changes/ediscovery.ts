/** Mail searched, shown and exported without any MailItemsAccessed record (tired-labs TRR0019, peers.md J). */
import { type ChangeReader, field, named } from './_change.ts';

const EXPORTS = /export|download|purge/i;
const CONTENT = /preview|adminmailaccess|viewed$/i;

export const reader: ChangeReader = {
  operations: [
    'SearchCreated',
    'SearchStarted',
    'SearchUpdated',
    'SearchExported',
    'SearchExportDownloaded',
    'SearchResultExported',
    'SearchPreviewed',
    'ViewedSearchPreviewed',
    'SearchViewed',
    'CaseAdded',
    'New-ComplianceCase',
    'New-ComplianceSearch',
    'Start-ComplianceSearch',
    'New-ComplianceSearchAction',
    'New-MailboxSearch',
    'New-MailboxExportRequest',
    'AdminMailAccess',
  ],
  read(record) {
    const { data, operation } = record;
    const parameters = named(data, 'Parameters');
    const says = ['export', 'preview', 'purge'].filter((name) => parameters.has(name)).join(' ');
    const action = `${operation} ${says}`;
    const name = record.objectId || parameters.get('name') || parameters.get('searchname') || '';
    const query =
      field(data, 'Query') || parameters.get('contentmatchquery') || parameters.get('searchquery') || '';
    const where =
      field(data, 'ExchangeLocations') || parameters.get('exchangelocation') || parameters.get('mailbox');
    const detail = [
      name === '' ? 'search' : `"${name}"`,
      ...(query === '' ? [] : [`query ${query}`]),
      ...(where ? [`in ${where}`] : []),
    ].join(', ');
    const content = CONTENT.test(action) ? 'content' : 'query';
    return [
      {
        kind: EXPORTS.test(action) ? 'ediscovery-export' : 'ediscovery-search',
        detail,
        part: operation.includes('case') ? 'case' : EXPORTS.test(action) ? 'content' : content,
      },
    ];
  },
};
