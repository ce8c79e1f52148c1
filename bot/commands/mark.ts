import type { MarkerPreview } from '../../analysis/sections.ts';
import { renderCard } from '../../cards/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { readMarker } from './_marker.ts';

interface MarkArgs {
  verdict: 'hostile' | 'trusted';
  /** ways the marker can be meant, the likeliest first */
  markers: string[];
}

export const command = defineCommand<MarkArgs>({
  name: 'mark',
  aliases: ['flag'],
  args: 'hostile|trusted <ip: network: session: token: app: user: joined by +, narrowed by from: to:>',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'decide',
  summary: 'Your word on an address, session, app or user. I show what it would hit before it counts.',
  menu: 70,
  examples: [
    'mark hostile ip:203.0.113.9',
    'mark hostile 203[.]0[.]113[.]9+user:lee.gu@contoso.com',
    'mark hostile user:lee.gu@contoso.com+from:2026-05-14T03:00Z+to:2026-05-14T09:30Z',
    'mark trusted session:5b1ec0de-0000-4000-8000-000000000001',
  ],
  parse(words) {
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? [];
    const verdict = word.toLowerCase();
    if (verdict !== 'hostile' && verdict !== 'trusted') {
      throw new UsageError('Write mark hostile or mark trusted, and what to mark');
    }
    return { verdict, markers: readMarker(rest) };
  },
  async run({ verdict, markers }, turn, services) {
    const caseId = enteredCase(turn);
    const previews: MarkerPreview[] = [];
    for (const marker of markers) {
      previews.push(await services.engine.previewMarker(caseId, marker, verdict));
    }
    const preview = previews.find(({ records }) => records > 0) ?? previews[0];
    if (!preview)
      throw new UsageError('Say what to mark: ip:…, network:…, session:…, token:…, app:… or user:…');
    return [{ do: 'post', card: renderCard('marker-preview', { caseId, preview }) }];
  },
});
