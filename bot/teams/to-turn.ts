/** From what Teams sends to a Turn. Everything in an activity is untrusted until it is parsed here. */
import { randomUUID } from 'node:crypto';
import { type Activity, ActivityTypes } from 'botbuilder';
import { z } from 'zod';
import type { Caller, Mention, OfferedFile, Place, Posted, Scope, Turn } from '../turn.ts';
import { safeFileName } from './files.ts';
import { plainLine } from './text.ts';

const FILE = 'application/vnd.microsoft.teams.file.download.info';
const MOST_FILES = 20;
const MOST_MENTIONS = 20;
const LONGEST_NAME = 80;

const fileContent = z.object({ downloadUrl: z.string().max(8_000) });
const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string().min(1).max(200), name: z.string().max(200).optional() }),
});
const record = z.record(z.string(), z.unknown());
const executed = z.object({
  action: z.object({ type: z.literal('Action.Execute'), verb: z.string().max(100), data: record.optional() }),
});

const address = z.string().min(1).max(8_000);
const consented = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.object({ caseId: z.string(), offer: z.string() }),
  uploadInfo: z
    .object({
      uploadUrl: address,
      contentUrl: address,
      name: z.string().max(400),
      uniqueId: z.string().max(400),
      fileType: z.string().max(40),
    })
    .optional(),
});

/** @returns null for what the bot does not react to (reactions, typing, members other than itself) */
export function toTurn(activity: Activity): Turn | null {
  // Without an id it cannot be told from another one, so it is taken as new.
  const activityId = activity.id || randomUUID();
  const base = { caller: callerOf(activity), place: placeOf(activity), activityId };
  switch (activity.type) {
    case ActivityTypes.Message:
      return { ...base, ...messageOf(activity) };
    case ActivityTypes.Invoke: {
      if (activity.name === 'fileConsent/invoke') return consentOf(activity, base);
      const parsed = executed.safeParse(activity.value);
      if (activity.name !== 'adaptiveCard/action' || !parsed.success) return null;
      const { verb, data } = parsed.data.action;
      return { ...base, kind: 'action', verb, data: data ?? {}, cardId: activity.replyToId ?? null };
    }
    case ActivityTypes.InstallationUpdate:
      if (activity.action === 'add') return { ...base, kind: 'joined' };
      return activity.action === 'remove' ? { ...base, kind: 'left' } : null;
    case ActivityTypes.ConversationUpdate: {
      const me = ({ id }: { id: string }) => id === activity.recipient.id;
      if (activity.membersAdded?.some(me)) return { ...base, kind: 'joined' };
      return activity.membersRemoved?.some(me) ? { ...base, kind: 'left' } : null;
    }
    default:
      return null;
  }
}

function consentOf(activity: Activity, base: Pick<Turn, 'caller' | 'place' | 'activityId'>): Turn | null {
  const parsed = consented.safeParse(activity.value);
  if (!parsed.success) return null;
  const { action, context, uploadInfo } = parsed.data;
  const accepted = action === 'accept' && uploadInfo !== undefined;
  return {
    ...base,
    kind: 'action',
    verb: 'hand-over',
    data: { ...context, accepted },
    cardId: activity.replyToId ?? null,
    ...(accepted ? { upload: uploadInfo } : {}),
  };
}

type WithoutBase<T> = T extends unknown ? Omit<T, 'caller' | 'place' | 'activityId'> : never;

function messageOf(activity: Activity): WithoutBase<Turn> {
  // Action.Submit: a message whose value is {verb, ...data}.
  const value = record.safeParse(activity.value);
  if (value.success && typeof value.data.verb === 'string') {
    const { verb, ...data } = value.data;
    return { kind: 'action', verb: String(verb).slice(0, 100), data, cardId: activity.replyToId ?? null };
  }
  const text = plainLine(activity.text ?? '');
  const files = filesOf(activity);
  if (text === '' && files.length > 0) return { kind: 'file', files };
  return { kind: 'command', text, files, mentions: mentionsOf(activity), ...postedOf(activity) };
}

const REFERENCE = 'reference';
/** So Teams shows in a message's HTML where a file is. */
const FILE_TAG = /<attachment\s[^>]*id=/i;
const team = z.object({ team: z.object({ aadGroupId: z.guid() }) });

/** Files in channels and group chats are only hinted at (teams-platform.md 2). */
function postedOf({ id, conversation, channelData, attachments }: Activity): { posted?: Posted } {
  if (!id || scopeOf(conversation.conversationType) === 'personal') return {};
  const known = team.safeParse(channelData);
  const hasFiles = (attachments ?? []).some(
    ({ contentType, content }) =>
      contentType === REFERENCE ||
      (contentType === 'text/html' && typeof content === 'string' && FILE_TAG.test(content)),
  );
  const groupId = known.success ? known.data.team.aadGroupId.toLowerCase() : null;
  return { posted: { id, groupId, hasFiles } };
}

function mentionsOf({ entities, recipient }: Activity): Mention[] {
  return (entities ?? []).slice(0, MOST_MENTIONS).flatMap((entity) => {
    const parsed = mention.safeParse(entity);
    if (!parsed.success || parsed.data.mentioned.id === recipient?.id) return [];
    const { id, name = '' } = parsed.data.mentioned;
    return [{ id, name: plainLine(name).slice(0, LONGEST_NAME) }];
  });
}

function filesOf({ attachments }: Activity): OfferedFile[] {
  return (attachments ?? [])
    .filter(({ contentType }) => contentType === FILE)
    .slice(0, MOST_FILES)
    .flatMap(({ name, content }) => {
      const parsed = fileContent.safeParse(content);
      return parsed.success ? [{ name: safeFileName(name ?? ''), downloadUrl: parsed.data.downloadUrl }] : [];
    });
}

function callerOf({ from }: Activity): Caller {
  const name = plainLine(from?.name ?? '').slice(0, LONGEST_NAME);
  return { objectId: (from?.aadObjectId ?? '').toLowerCase(), name: name === '' ? 'someone' : name };
}

function placeOf({ conversation, serviceUrl, recipient, channelData }: Activity): Place {
  return {
    scope: scopeOf(conversation.conversationType),
    conversationId: conversation.id,
    serviceUrl,
    tenantId: conversation.tenantId ?? channelData?.tenant?.id ?? null,
    bot: { id: recipient?.id ?? '', name: recipient?.name ?? '' },
  };
}

function scopeOf(conversationType: string | undefined): Scope {
  if (conversationType === 'channel' || conversationType === 'groupChat') return conversationType;
  return 'personal';
}
