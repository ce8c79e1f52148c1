/** One thing a person did in the chat, and what the bot does about it. Knows no SDK. */
import type { CaseIdentity } from '../analysis/report.ts';
import type { ExportedFile, Progress } from '../analysis/sections.ts';
import type { RenderedCard } from '../cards/index.ts';

export type Scope = 'personal' | 'groupChat' | 'channel';

/** Where a conversation is: all that is needed to send there later. */
export interface Place {
  scope: Scope;
  conversationId: string;
  serviceUrl: string;
  tenantId: string | null;
  bot: { id: string; name: string };
}

export interface Caller {
  /** Entra object id, lower-case: the only thing people are known by */
  objectId: string;
  /** for showing only: anyone can choose it */
  name: string;
}

/** A file someone attached, not yet fetched. */
export interface OfferedFile {
  name: string;
  downloadUrl: string;
  /** dropped into a channel or group chat: fetched through Graph */
  shared?: true;
}

/** The message in a channel or group chat, for finding the files with it: Teams gives them to no bot. */
export interface Posted {
  id: string;
  /** Entra id of the team; null in a group chat, or when Teams did not say */
  groupId: string | null;
  /** Teams says there is a file */
  hasFiles: boolean;
}

/** Somebody named with @ in a message. */
export interface Mention {
  /** as Teams names people in a conversation; bot/access/ finds out who that is */
  id: string;
  /** for showing only */
  name: string;
}

/** Where Teams wants a file that somebody consented to, as it says it (teams-platform.md 2). */
export interface UploadTarget {
  uploadUrl: string;
  contentUrl: string;
  name: string;
  uniqueId: string;
  fileType: string;
}

interface TurnBase {
  caller: Caller;
  place: Place;
  activityId: string;
}

export type Turn = TurnBase &
  (
    | {
        kind: 'command';
        /** plain words: no mentions, one line, case kept */
        text: string;
        files: OfferedFile[];
        /** people named with @, without the bot itself */
        mentions: Mention[];
        /** absent in private chats */
        posted?: Posted;
      }
    | {
        kind: 'action';
        verb: string;
        data: Record<string, unknown>;
        /** the message whose button was pressed; null when the client did not say */
        cardId: string | null;
        /** with consent to a file: where it is to be put. Whoever holds the address can write there, so it is not logged */
        upload?: UploadTarget;
      }
    /** a file without a word */
    | { kind: 'file'; files: OfferedFile[] }
    | { kind: 'joined' }
    | { kind: 'left' }
  );

/** What to analyse. */
export interface AnalysisOrder {
  source:
    | { from: 'sample' }
    | { from: 'chat'; files: OfferedFile[] }
    | { from: 'disk'; files: { path: string; name: string }[] };
  /** add to this case; else a new one is made */
  caseId?: string;
  /** of a new case; else it is called as its first file */
  caseName?: string;
}

/** A file to write for somebody. */
export interface ExportOrder {
  case: CaseIdentity;
  /** 'notification', 'report', …: what its cards call it */
  kind: string;
  /** what is in it */
  about: string;
  /** @throws the signal's reason when it was stopped */
  write(onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<ExportedFile>;
}

export type Effect =
  | { do: 'post'; card: RenderedCard }
  /**
   * Puts the card where the pressed button is; posted anew when there is no such message.
   * 'clicker': reading on, which must not take the card away from others in a shared conversation.
   */
  | { do: 'replace'; card: RenderedCard; for: 'clicker' | 'everyone' }
  /** The pressed card becomes one line of fixed words: nothing typed by anyone, since chat text is Markdown. */
  | { do: 'close'; words: string }
  /** fixed words, as above */
  | { do: 'say'; words: string }
  | { do: 'analyze'; order: AnalysisOrder }
  | { do: 'export'; order: ExportOrder }
  /** Starts work on the live tenant, which posts its own cards. */
  | { do: 'begin'; begin(): Promise<void> }
  /** Puts the file where this turn said, and shows it in the chat. */
  | { do: 'upload'; file: ExportedFile };

export interface FileOffer {
  file: ExportedFile;
  about: string;
  context: { caseId: string; offer: string };
}

/** Sends to a conversation; one at a time per conversation, in the order of the calls. */
export interface Sender {
  /** @returns the id of the message, to edit it later; null when the service gave none */
  post(place: Place, card: RenderedCard): Promise<string | null>;
  /** Asks whether the file may be put into the person's OneDrive; `context` comes back with the answer. Private chats only. */
  offer(place: Place, offer: FileOffer): Promise<void>;
  /** Shows a file that was put there. */
  handOver(place: Place, target: UploadTarget): Promise<void>;
  /** Edits a message. @throws Error when it cannot be edited (deleted, too old): post anew then */
  update(place: Place, messageId: string, card: RenderedCard): Promise<void>;
  say(place: Place, words: string): Promise<void>;
  /** Edits a message into one line of words. */
  close(place: Place, messageId: string, words: string): Promise<void>;
}
