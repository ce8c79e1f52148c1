/** Sign-ins as the Entra portal downloads them and as Graph lists them (signin-list.md): a list, or pages of one. */
import { readFile, stat } from 'node:fs/promises';
import type { SignIn, SignInKind } from '../sections.ts';
import { UsageError } from './command.ts';

/** It is read whole: the portal gives at most 100,000 sign-ins. */
const MOST_BYTES = 512 * 1024 * 1024;

const KINDS: Record<string, SignInKind> = {
  interactiveuser: 'interactive',
  noninteractiveuser: 'non-interactive',
  serviceprincipal: 'service-principal',
  managedidentity: 'managed-identity',
};

export interface SignInFile {
  signIns: SignIn[];
  /** entries without id or time */
  unread: number;
}

/** @throws UsageError when it cannot be read, or holds no list of sign-ins */
export async function readSignIns(path: string): Promise<SignInFile> {
  const entries = entriesOf(await textOf(path));
  if (entries === null || (entries.length > 0 && !entries.some(isSignIn))) {
    throw new UsageError(
      `${path} holds no sign-ins: give the JSON that the sign-in logs of Entra download, or that Graph answers on /auditLogs/signIns.`,
    );
  }
  const signIns = entries.flatMap((entry) => (isSignIn(entry) ? [signInOf(entry)] : []));
  return { signIns, unread: entries.length - signIns.length };
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      throw new UsageError(`${path} is too large; give the sign-ins of a shorter period.`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
}

/** A list, an answer of Graph, or one of either a line; null when it is no JSON. */
function entriesOf(written: string): unknown[] | null {
  const text = written.replace(/^\uFEFF/, '');
  const whole = parsed(text);
  if (whole !== undefined) return listOf(whole);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(parsed);
  return values.includes(undefined) ? null : values.flatMap(listOf);
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null && 'value' in value && Array.isArray(value.value)) {
    return value.value;
  }
  return [value];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Entry {
  id: string;
  createdDateTime: string;
  [field: string]: unknown;
}

function isSignIn(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('createdDateTime' in value))
    return false;
  const { id, createdDateTime: at } = value;
  return typeof id === 'string' && id !== '' && typeof at === 'string' && !Number.isNaN(Date.parse(at));
}

function signInOf(entry: Entry): SignIn {
  const text = (field: string) =>
    typeof entry[field] === 'string' && entry[field] !== '' ? entry[field] : null;
  const { status } = entry;
  const code = typeof status === 'object' && status !== null && 'errorCode' in status ? status.errorCode : 0;
  return {
    id: entry.id,
    at: entry.createdDateTime,
    kind: kindOf(entry),
    userId: text('userPrincipalName'),
    appId: text('appId'),
    ip: text('ipAddress'),
    sessionId: text('sessionId'),
    tokenId: text('uniqueTokenIdentifier'),
    userAgent: text('userAgent'),
    succeeded: Number(code) === 0,
  };
}

/** v1.0 tells only whether somebody sat there; sign-ins of applications name no user. */
function kindOf({
  signInEventTypes: types,
  isInteractive,
  servicePrincipalId,
  userPrincipalName,
}: Entry): SignInKind {
  const [known] = (Array.isArray(types) ? types : []).flatMap(
    (type) => KINDS[String(type).toLowerCase()] ?? [],
  );
  if (known !== undefined) return known;
  if (!userPrincipalName && servicePrincipalId) return 'service-principal';
  return isInteractive === false ? 'non-interactive' : 'interactive';
}
