/** What a fake of one of Microsoft's services is made of. One file a service, in services/; read at start. */
import type { AuditRecord } from '../../analysis/simulator/index.ts';

export interface DemoRequest {
  /** decoded, by the names in braces of the route's path */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  /** parsed JSON; null when there is none */
  body: unknown;
  /** where the services are reached, for addresses of next pages: http://127.0.0.1:port */
  root: string;
}

export interface DemoAnswer {
  status: number;
  headers?: Record<string, string>;
  /** sent as JSON */
  body?: unknown;
  /** sent as it is instead: pages that are broken, contents of files */
  raw?: string | Uint8Array;
}

export interface DemoRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** as the OpenAPI file writes it, version first: /v1.0/users/{user-id}/messages; others begin with /management or /exchange */
  path: string;
  answer(request: DemoRequest): DemoAnswer | Promise<DemoAnswer>;
}

export interface DemoService {
  routes: DemoRoute[];
  /** faults it knows, by name, with what they do: `service/fault` */
  faults: Readonly<Record<string, string>>;
}

/** A file in services/ exports this as `service`. */
export type MakeService = (world: World) => DemoService;

export interface DemoUser {
  /** object id */
  id: string;
  userPrincipalName: string;
  displayName: string;
  /** as mailboxSettings says it */
  purpose: 'user' | 'linked' | 'shared' | 'room' | 'equipment' | 'others';
  /** service plan ids that are enabled */
  plans: string[];
  mailboxGuid: string;
}

/** A message in a channel or group chat. */
export interface DemoPost {
  id: string;
  /** of the team's group; null in a group chat */
  groupId: string | null;
  /** of the channel or chat */
  thread: string;
  /** id of the message it replies to */
  replyTo: string | null;
  /** object id */
  writerId: string;
  files: DemoFile[];
}

/** A file that people put into SharePoint. */
export interface DemoFile {
  name: string;
  /** https, in SharePoint */
  address: string;
  /** object id */
  ownerId: string;
  content: string;
}

/** The tenant behind the services. */
export interface World {
  tenantId: string;
  /** what the clock of this tenant says; tests turn it */
  now(): Date;
  users: readonly DemoUser[];
  /** object ids; members are those of groups within them too */
  groups: readonly { id: string; members: readonly string[] }[];
  /** tests put them here */
  posts: DemoPost[];
  /** every audit record, of any operation, with the moment (ms) from which it can be had; in order of arrival */
  records: readonly { arrivedAt: number; record: AuditRecord }[];
  faults: Faults;
}

/** Faults that are switched on. */
export interface Faults {
  /** True when the fault is on; one that was set for a number of times is used up by it. */
  strikes(name: string): boolean;
  /** @param times how often it strikes; default for ever @param detail what the service may read besides */
  set(name: string, times?: number, detail?: unknown): void;
  detail(name: string): unknown;
  clear(): void;
}
