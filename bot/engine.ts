/** Keeps one engine running: starts it when it is needed, and again after it died. */
import { type Engine, EngineError } from '../analysis/engine/engine.ts';

/**
 * An engine that outlives its process. Reading is tried once more on a fresh engine; what changes a case is not,
 * since nobody knows how far the first try came: the caller gets `engine-stopped`, and the next call a new engine.
 *
 * @param start starts an engine; called again after one stopped
 * @param onStopped told each time one did, for the log
 */
export function keepEngine(start: () => Promise<Engine>, onStopped: () => void): Engine {
  let running: Promise<Engine> | null = null;
  let closed = false;

  function engine(): Promise<Engine> {
    if (closed) return Promise.reject(new EngineError('engine-stopped', 'Mailtrail is being stopped'));
    if (running === null) {
      const starting = start();
      running = starting;
      starting.catch(() => forget(starting));
    }
    return running;
  }

  function forget(stopped: Promise<Engine>): void {
    if (running === stopped) running = null;
  }

  async function once<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    const current = engine();
    try {
      return await work(await current);
    } catch (error) {
      if (isStopped(error) && running === current) {
        running = null;
        if (!closed) onStopped();
      }
      throw error;
    }
  }

  async function reading<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    try {
      return await once(work);
    } catch (error) {
      if (closed || !isStopped(error)) throw error;
      return once(work);
    }
  }

  return {
    analyze: (request, onProgress, signal) => once((one) => one.analyze(request, onProgress, signal)),
    cases: () => reading((one) => one.cases()),
    section: (caseId, name, query) => reading((one) => one.section(caseId, name, query)),
    previewMarker: (caseId, marker, verdict) => reading((one) => one.previewMarker(caseId, marker, verdict)),
    mark: (caseId, marker, verdict, by) => once((one) => one.mark(caseId, marker, verdict, by)),
    unmark: (caseId, marker) => once((one) => one.unmark(caseId, marker)),
    approveApp: (caseId, set, by, reason) => once((one) => one.approveApp(caseId, set, by, reason)),
    revokeApproval: (caseId, set) => once((one) => one.revokeApproval(caseId, set)),
    baseline: (caseId) => reading((one) => one.baseline(caseId)),
    learnBaseline: (caseId, fromCaseId, by) => once((one) => one.learnBaseline(caseId, fromCaseId, by)),
    declareScope: (caseId, acquired) => once((one) => one.declareScope(caseId, acquired)),
    compareCases: (caseId, otherId) => reading((one) => one.compareCases(caseId, otherId)),
    renameCase: (caseId, name) => once((one) => one.renameCase(caseId, name)),
    setPrivileged: (caseId, privileged) => once((one) => one.setPrivileged(caseId, privileged)),
    deleteCase: (caseId) => once((one) => one.deleteCase(caseId)),
    exportCase: (caseId, request, onProgress, signal) =>
      once((one) => one.exportCase(caseId, request, onProgress, signal)),
    importReview: (caseId, path, by) => once((one) => one.importReview(caseId, path, by)),
    // Noting one thing twice leaves it noted once, so that these may be tried again.
    notePull: (caseId, pull) => reading((one) => one.notePull(caseId, pull)),
    addSignIns: (caseId, given) => once((one) => one.addSignIns(caseId, given)),
    nameMessages: (caseId, names, by) => reading((one) => one.nameMessages(caseId, names, by)),
    noteOwnReads: (caseId, own) => reading((one) => one.noteOwnReads(caseId, own)),
    noteOutage: (caseId, outage) => reading((one) => one.noteOutage(caseId, outage)),
    showRecord: (caseId, recordId) => reading((one) => one.showRecord(caseId, recordId)),
    async close() {
      closed = true;
      const last = running;
      running = null;
      // An engine that never came up has nothing to close; its error was given to whoever asked for it.
      const engine = await last?.catch(() => null);
      await engine?.close();
    },
  };
}

function isStopped(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'engine-stopped';
}
