/** Notices what changes the findings of a case, whoever changes it: commands, buttons, jobs, the inbox folder. */
import type { Engine } from '../../analysis/engine/engine.ts';

/**
 * @param onChanged told after findings of a case may have changed; not waited for: whoever changed it is not to wait
 * @param onDeleted told after a case was deleted
 */
export function watchEngine(
  engine: Engine,
  onChanged: (caseId: string) => Promise<void>,
  onDeleted: (caseId: string) => Promise<void>,
): Engine {
  async function changing<T>(change: Promise<T>, caseOf: (result: T) => string): Promise<T> {
    const result = await change;
    void onChanged(caseOf(result));
    return result;
  }

  return {
    ...engine,
    analyze: (...given) => changing(engine.analyze(...given), ({ caseId }) => caseId),
    mark: (caseId, ...rest) => changing(engine.mark(caseId, ...rest), () => caseId),
    unmark: (caseId, ...rest) => changing(engine.unmark(caseId, ...rest), () => caseId),
    declareScope: (caseId, ...rest) => changing(engine.declareScope(caseId, ...rest), () => caseId),
    approveApp: (caseId, ...rest) => changing(engine.approveApp(caseId, ...rest), () => caseId),
    revokeApproval: (caseId, ...rest) => changing(engine.revokeApproval(caseId, ...rest), () => caseId),
    notePull: (caseId, ...rest) => changing(engine.notePull(caseId, ...rest), () => caseId),
    addSignIns: (caseId, ...rest) => changing(engine.addSignIns(caseId, ...rest), () => caseId),
    noteOwnReads: (caseId, ...rest) => changing(engine.noteOwnReads(caseId, ...rest), () => caseId),
    noteOutage: (caseId, ...rest) => changing(engine.noteOutage(caseId, ...rest), () => caseId),
    async deleteCase(caseId) {
      await engine.deleteCase(caseId);
      await onDeleted(caseId);
    },
  };
}
