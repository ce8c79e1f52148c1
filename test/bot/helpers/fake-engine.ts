/** An engine in memory that says what cards' samples say, and does on request what engines should not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CaseListing, type Engine, EngineError } from '../../../analysis/engine/engine.ts';
import type { Acquired } from '../../../analysis/report.ts';
import type { AnalyzeRequest, MarkerPreview, Progress, SectionName } from '../../../analysis/sections.ts';
import { samples as app } from '../../../cards/app/sample.ts';
import { samples as compare } from '../../../cards/compare/sample.ts';
import { samples as contexts } from '../../../cards/contexts/sample.ts';
import { samples as finding } from '../../../cards/finding/sample.ts';
import { samples as findingMessages } from '../../../cards/finding-messages/sample.ts';
import { samples as findings } from '../../../cards/findings/sample.ts';
import { samples as gaps } from '../../../cards/gaps/sample.ts';
import { samples as inputs } from '../../../cards/inputs/sample.ts';
import { samples as mailboxMessages } from '../../../cards/mailbox-messages/sample.ts';
import { samples as messages } from '../../../cards/messages/sample.ts';
import { samples as nextSteps } from '../../../cards/next-steps/sample.ts';
import { samples as summary } from '../../../cards/summary/sample.ts';
import { samples as timeline } from '../../../cards/timeline/sample.ts';
import { samples as whoRead } from '../../../cards/who-read/sample.ts';

const SECTIONS: Record<SectionName, Record<string, object>> = {
  summary,
  gaps,
  contexts,
  messages,
  'mailbox-messages': mailboxMessages,
  'next-steps': nextSteps,
  inputs,
  finding,
  'finding-messages': findingMessages,
  findings,
  'who-read': whoRead,
  app,
  timeline,
  pulls: {
    none: { pulls: { items: [], total: 0, offset: 0 }, outages: [], notObtained: [], ownReads: [] },
  },
  unnamed: { none: { mailbox: null, messages: { items: [], total: 0, offset: 0 } } },
  'sign-in-matches': { none: { signIns: 0, covered: [], matched: 0, unmatched: 0, unmatchable: 0 } },
};

export interface FakeEngine extends Engine {
  requests: AnalyzeRequest[];
  /** 'method arguments' in the order of the calls, without analyze */
  calls: string[];
  /** what analyze does after its progress; default: succeed */
  behaviour: (signal: AbortSignal | undefined) => Promise<void>;
  problems: { name: string; member: string | null; problem: string }[];
  running: number;
  mostRunning: number;
}

export const PROGRESS: Progress[] = [
  { stage: 'reading', input: 'export.csv', member: null, bytesRead: 512, bytesTotal: 1024, secondsLeft: 4 },
  { stage: 'records', input: 'export.csv', records: 10, duplicates: 1, rejected: 2 },
  { stage: 'analysing', step: 'Looking for gaps' },
];

export function fakeEngine(): FakeEngine {
  const cases: CaseListing[] = [];
  const engine: FakeEngine = {
    requests: [],
    calls: [],
    behaviour: async () => undefined,
    problems: [],
    running: 0,
    mostRunning: 0,
    async analyze(request, onProgress, signal) {
      engine.requests.push(request);
      engine.running += 1;
      engine.mostRunning = Math.max(engine.mostRunning, engine.running);
      try {
        for (const progress of PROGRESS) {
          onProgress?.(progress);
          await sleep(5);
        }
        await engine.behaviour(signal);
      } finally {
        engine.running -= 1;
      }
      const id = request.caseId ?? `c-${cases.length + 1}`;
      if (request.caseId === undefined) {
        const name = request.caseName ?? id;
        cases.push({ id, name, createdAt: `2026-05-2${cases.length}T08:00:00Z`, inputs: 1, records: 10 });
      }
      return { caseId: id, usable: request.files.length - engine.problems.length, problems: engine.problems };
    },
    cases: async () => [...cases],
    async section(caseId, name, query) {
      engine.calls.push(`section ${caseId} ${name} ${JSON.stringify(query)}`);
      if (!cases.some(({ id }) => id === caseId))
        throw new EngineError('no-such-case', 'There is no such case.');
      const [first] = Object.values(SECTIONS[name]);
      const found = cases.find(({ id }) => id === caseId);
      const { name: caseName = caseId, privileged } = found ?? {};
      return { ...first, case: { id: caseId, name: caseName, privileged } } as never;
    },
    async previewMarker(_caseId, marker, verdict) {
      engine.calls.push(`preview ${marker} ${verdict}`);
      return preview(marker, verdict);
    },
    async mark(_caseId, marker, verdict, by) {
      engine.calls.push(`mark ${marker} ${verdict} ${by}`);
      return preview(marker, verdict);
    },
    async unmark(_caseId, marker) {
      engine.calls.push(`unmark ${marker}`);
    },
    async declareScope(_caseId: string, acquired: Partial<Acquired>) {
      engine.calls.push(`scope ${JSON.stringify(acquired)}`);
      return [];
    },
    async compareCases(caseId, otherId) {
      engine.calls.push(`compare ${caseId} ${otherId}`);
      return Object.values(compare)[0] as never;
    },
    async renameCase(caseId, name) {
      engine.calls.push(`rename ${caseId} ${name}`);
      for (const one of cases) if (one.id === caseId) one.name = name;
    },
    async setPrivileged(caseId, privileged) {
      engine.calls.push(`privileged ${caseId} ${privileged}`);
      for (const one of cases) if (one.id === caseId) one.privileged = privileged;
    },
    async deleteCase(caseId) {
      engine.calls.push(`delete ${caseId}`);
      const at = cases.findIndex(({ id }) => id === caseId);
      if (at < 0) throw new EngineError('no-such-case', 'There is no such case.');
      cases.splice(at, 1);
    },
    async exportCase(caseId, { kind }) {
      engine.calls.push(`export ${caseId} ${kind}`);
      throw new EngineError('bad-request', 'This engine has nothing to export.');
    },
    async approveApp(caseId, { caller, network, mailbox }, by, reason) {
      engine.calls.push(`approve ${caseId} ${caller} ${network} ${mailbox} ${by} ${reason}`);
      return [];
    },
    async revokeApproval(caseId, { caller, network, mailbox }) {
      engine.calls.push(`revoke ${caseId} ${caller} ${network} ${mailbox}`);
    },
    async baseline(caseId) {
      engine.calls.push(`baseline ${caseId}`);
      return { approvals: [], learnt: [] };
    },
    async learnBaseline(caseId, fromCaseId, by) {
      engine.calls.push(`learn ${caseId} ${fromCaseId} ${by}`);
      return 0;
    },
    async importReview(caseId, path, by) {
      engine.calls.push(`review ${caseId} ${path} ${by}`);
      throw new EngineError('bad-request', 'This engine has nothing to review.');
    },
    async notePull(caseId, { id }) {
      engine.calls.push(`pull ${caseId} ${id}`);
    },
    async addSignIns(caseId, { signIns, by }) {
      engine.calls.push(`sign-ins ${caseId} ${signIns.length} ${by}`);
      return { added: signIns.length, known: 0 };
    },
    async nameMessages(caseId, names, by) {
      engine.calls.push(`name ${caseId} ${names.length} ${by}`);
    },
    async noteOwnReads(caseId, { appId }) {
      engine.calls.push(`own ${caseId} ${appId}`);
    },
    async noteOutage(caseId, { why }) {
      engine.calls.push(`outage ${caseId} ${why}`);
    },
    async showRecord(caseId, recordId) {
      engine.calls.push(`record ${caseId} ${recordId}`);
      return null;
    },
    close: async () => undefined,
  };
  return engine;
}

/** Session ids hit nothing, so that a bare id turns out to be an app. */
function preview(marker: string, verdict: 'hostile' | 'trusted'): MarkerPreview {
  const records = marker.startsWith('session:') ? 0 : 17;
  return {
    marker,
    verdict,
    records,
    mailboxes: 2,
    contexts: 1,
    expectedContexts: 0,
    unusualContexts: 0,
    setNow: null,
    confirmedAlone: null,
    refusal: null,
    advice: null,
  };
}

/** Runs until it is cancelled, as the engine does. */
export function untilCancelled(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new EngineError('cancelled', 'The analysis was cancelled.'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
  });
}
