/** What a conversation is told, who reads along, and what came in: the answer to every command about it. */
import { type CardInputs, type RenderedCard, renderCard } from '../../cards/index.ts';
import { OUT_OF_BAND } from '../access/index.ts';
import { withBannerOf } from '../privilege.ts';
import { whoReadsAlong } from '../reads-along.ts';
import type { Services } from '../services.ts';
import type { Place } from '../turn.ts';

type Input = CardInputs['alerts-status'];

const MOST_FILES = 5;

export async function alertsCard(place: Place, services: Services): Promise<RenderedCard> {
  const { alerts, engine, store } = services;
  const { watch, digest, waiting, refused } = alerts.standing(place);
  const caseId = alerts.caseOf(place);
  const cases = caseId === null ? [] : await engine.cases();
  const found = cases.find(({ id }) => id === caseId);
  const inbox = watch?.caseId === null;
  const card = renderCard('alerts-status', {
    watch: watch && {
      case: found === undefined ? null : { id: found.id, name: found.name },
      inbox,
      floor: watch.floor,
      quiet: watch.quiet && { ...watch.quiet, now: watch.quietNow },
      by: watch.by,
      at: watch.at,
      told: watch.told,
      known: watch.known,
      held: watch.held,
    },
    digest,
    waiting,
    refused,
    ...(await whoReadsAlong(place, caseId, services)),
    advice: OUT_OF_BAND,
    files: inbox ? newestFiles(store.read().inbox) : [],
  });
  return caseId === null ? card : await withBannerOf(caseId, engine, card);
}

function newestFiles({
  files,
}: {
  files: Readonly<Record<string, { at: string; words: string }>>;
}): Input['files'] {
  return Object.entries(files)
    .sort(([, a], [, b]) => b.at.localeCompare(a.at))
    .slice(0, MOST_FILES)
    .map(([name, { at, words }]) => ({ name, at, words }));
}
