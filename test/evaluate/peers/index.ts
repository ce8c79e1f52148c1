/** The published rules, one file per family under rules/. */
import { loadFolder } from '../../../analysis/load-folder.ts';
import type { PeerRule } from './rule.ts';

export { emptyLog, note, type PeerAlert, type PeerLog, type PeerRule } from './rule.ts';

/** In the order of peers.md. */
export async function peerRules(): Promise<PeerRule[]> {
  const families = await loadFolder(
    new URL('./rules/', import.meta.url),
    (module) => module.rules as PeerRule[] | undefined,
  );
  return families
    .flatMap(({ unit }) => unit)
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}
