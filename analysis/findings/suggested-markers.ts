/** What to mark if a finding is confirmed: what its evidence has and others have not. */
import type { Finding } from '../report.ts';

/** Detections whose finding is the application itself, wherever it reads from. */
const OF_AN_APP = ['unexpected-app', 'app-only-access', 'left-approved-set'];
/** Detections whose evidence is a stranger's alone: each of its addresses is one the owner does not use. */
const OF_A_STRANGER = ['new-network', 'sync-in-new-context', 'one-stranger-many-doors', 'short-log-stranger'];
const MOST_ADDRESSES = 3;

/** The likeliest first, each a marker as people type it; none where nothing stands out. */
export function suggestedMarkers({ detection, apps, ips, sessions }: Finding): string[] {
  if (OF_AN_APP.includes(detection) && apps.length === 1) return [`app:${apps[0]}`];
  const one = [
    ips.length === 1 ? `ip:${ips[0]}` : null,
    sessions.length === 1 ? `session:${sessions[0]}` : null,
  ].filter((part) => part !== null);
  if (one.length > 0) return [one.join('+')];
  if (OF_A_STRANGER.includes(detection) && ips.length <= MOST_ADDRESSES) return ips.map((ip) => `ip:${ip}`);
  return apps.length === 1 ? [`app:${apps[0]}`] : [];
}
