/** Writes an export: kept where it is on a computer of one's own, offered in a private chat. */
import type { ExportedFile } from '../../analysis/sections.ts';
import { renderCard } from '../../cards/index.ts';
import type { Asked } from '../asked.ts';
import type { Caller, ExportOrder } from '../turn.ts';
import type { Task } from './task.ts';

/** A file somebody was asked whether they want. */
export interface OfferedExport {
  file: ExportedFile;
  /** object id of who asked for it: nobody else gets it */
  by: string;
}

export interface ExportTools {
  local: boolean;
  offers: Asked<OfferedExport>;
}

export function exportTask(order: ExportOrder, by: Caller, { local, offers }: ExportTools): Task {
  const { case: about, kind, about: contents, write } = order;
  return {
    kind: 'export',
    subject: { files: [], what: `${kind} of case ${about.name}` },
    async run(_id, onProgress, signal) {
      const file = await write(onProgress, signal);
      signal.throwIfAborted();
      if (local) return { cards: [renderCard('exported', { case: about, file, about: contents })] };
      const context = { caseId: about.id, offer: offers.keep(about.id, { file, by: by.objectId }) };
      // Where it lies on the server is nothing to the person who gets it.
      const card = renderCard('exported', { case: about, file: { ...file, path: null }, about: contents });
      return { cards: [card], offer: { file, about: contents, context } };
    },
  };
}
