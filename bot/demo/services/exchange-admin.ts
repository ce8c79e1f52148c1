/**
 * The endpoint behind the Exchange Online PowerShell module, as far as it was measured (reference/graph.md B8). Its
 * answers are not documented: the shape is the one public tools read.
 */
import { z } from 'zod';
import type { DemoAnswer, DemoRequest, DemoUser, MakeService, World } from '../service.ts';

const invocation = z.object({
  CmdletInput: z.object({ CmdletName: z.string(), Parameters: z.record(z.string(), z.unknown()).optional() }),
});
const PAGE = 1_000;
const ALL = ['Admin', 'Delegate', 'Owner'];
const ACTIONS = ['Update', 'MoveToDeletedItems', 'SoftDelete', 'HardDelete', 'MailItemsAccessed'];
const TYPES: Record<DemoUser['purpose'], string> = {
  user: 'UserMailbox',
  linked: 'LinkedMailbox',
  shared: 'SharedMailbox',
  room: 'RoomMailbox',
  equipment: 'EquipmentMailbox',
  others: 'DiscoveryMailbox',
};
const SYSTEM_OBJECTS = 240;

export const service: MakeService = (world) => ({
  routes: [
    {
      method: 'POST',
      path: '/exchange/adminapi/beta/{tenant}/InvokeCommand',
      answer: (request) => answerCmdlet(world, request),
    },
  ],
  faults: {
    'exchange/403-nul':
      'Get-OrganizationConfig is refused with a body of NUL bytes: the role is Security Reader',
    'exchange/429': 'throttled; Retry-After is what `after` says',
    'exchange/500': 'a page of the answer fails',
    'exchange/missing-key': 'the row of the first person lacks AuditBypassEnabled',
    'exchange/warnings': 'answers carry @adminapi.warnings',
    'exchange/organization-off': 'AuditDisabled is True',
    'exchange/foreign-page': 'the next page is on another host',
  },
});

function answerCmdlet(world: World, { body, query, root, params }: DemoRequest): DemoAnswer {
  const { faults } = world;
  const asked = invocation.safeParse(body);
  if (!asked.success || params.tenant?.toLowerCase() !== world.tenantId.toLowerCase()) {
    return { status: 400, body: { error: { code: 'BadRequest', message: 'Invalid CmdletInput.' } } };
  }
  const { CmdletName: cmdlet } = asked.data.CmdletInput;
  if (faults.strikes('exchange/429')) {
    const { after = '1' } = (faults.detail('exchange/429') ?? {}) as { after?: string };
    return { status: 429, headers: { 'Retry-After': after }, body: { error: { code: 'TooManyRequests' } } };
  }
  if (faults.strikes('exchange/500'))
    return { status: 500, body: { error: { code: 'InternalServerError' } } };
  if (cmdlet === 'Get-OrganizationConfig' && faults.strikes('exchange/403-nul')) {
    return { status: 403, raw: '\0'.repeat(64) };
  }
  const rows = rowsOf(world, cmdlet);
  if (rows === null)
    return { status: 404, body: { error: { code: 'NotFound', message: 'No such cmdlet.' } } };
  const skip = Number(query.get('skip') ?? 0);
  const host = faults.strikes('exchange/foreign-page') ? 'http://127.0.0.2:9' : root;
  const path = `/exchange/adminapi/beta/${params.tenant}/InvokeCommand?skip=${skip + PAGE}`;
  return {
    status: 200,
    body: {
      '@odata.context': `${root}/exchange/adminapi/beta/$metadata#Collection`,
      ...(faults.strikes('exchange/warnings')
        ? { '@adminapi.warnings': ['The cmdlet ran with noise.'] }
        : {}),
      ...(skip + PAGE < rows.length || host !== root ? { '@odata.nextLink': `${host}${path}` } : {}),
      value: rows.slice(skip, skip + PAGE),
    },
  };
}

function rowsOf(world: World, cmdlet: string): object[] | null {
  switch (cmdlet) {
    case 'Get-OrganizationConfig': {
      const off = world.faults.strikes('exchange/organization-off');
      return [{ Name: 'contoso', AuditDisabled: off, ResourceMailboxAuditing: null }];
    }
    case 'Get-AdminAuditLogConfig':
      return [{ Name: 'Admin Audit Log Settings', UnifiedAuditLogIngestionEnabled: true }];
    case 'Get-Mailbox':
      return world.users.filter(hasMailbox).map(mailboxRow);
    case 'Get-MailboxAuditBypassAssociation':
      return bypassRows(world);
    default:
      return null;
  }
}

/** A person without any plan has no mailbox. */
function hasMailbox({ purpose, plans }: DemoUser): boolean {
  return purpose !== 'user' || plans.length > 0;
}

/** Every fortieth has the owner's actions customised, long ago and without MailItemsAccessed. */
function mailboxRow(user: DemoUser, index: number): object {
  const customised = index % 40 === 7;
  return {
    Name: user.id,
    Guid: user.mailboxGuid,
    ExternalDirectoryObjectId: user.id,
    UserPrincipalName: user.userPrincipalName,
    PrimarySmtpAddress: user.userPrincipalName,
    RecipientTypeDetails: TYPES[user.purpose],
    AuditEnabled: index % 2 === 0,
    AuditLogAgeLimit: '90.00:00:00',
    DefaultAuditSet: customised ? ['Admin', 'Delegate'] : ALL,
    AuditOwner: customised ? ['Update', 'HardDelete'] : ACTIONS,
    AuditDelegate: ACTIONS,
    AuditAdmin: ACTIONS,
    ArchiveName: [],
    LitigationHoldDate: null,
  };
}

/** Full of objects of the service, as in every tenant; the eighth account and one without a mailbox bypass. */
function bypassRows(world: World): object[] {
  const system = Array.from({ length: SYSTEM_OBJECTS }, (_, index) => ({
    Name: index % 2 === 0 ? `SystemMailbox{${String(index).padStart(8, '0')}}` : `TenantSetting${index}`,
    ...(index % 3 === 0 ? {} : { AuditBypassEnabled: false }),
  }));
  const people = world.users.map((user, index) => ({
    Name: user.id,
    Guid: user.mailboxGuid,
    ...(index === 0 && world.faults.strikes('exchange/missing-key')
      ? {}
      : { AuditBypassEnabled: index === 8 }),
  }));
  return [...system, ...people, { Name: 'svc-migration', AuditBypassEnabled: true }];
}
