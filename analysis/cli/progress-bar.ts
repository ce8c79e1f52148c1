import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../sections.ts';
import { count } from '../words.ts';

/** A bar on a terminal, nothing elsewhere: logs of scheduled runs stay readable. */
export function progressBar(stream: NodeJS.WriteStream): {
  show: (progress: Progress) => void;
  stop: () => void;
} {
  if (!stream.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { stream, format: ' {bar} {percentage}% | {what}', hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(100, 0, { what: 'starting' });
  return {
    show: (progress) => {
      if (progress.stage === 'reading') {
        const { bytesRead, bytesTotal, secondsLeft, input } = progress;
        const left = secondsLeft === null ? '' : ` | about ${secondsLeft} s left`;
        const share = bytesTotal === 0 ? 0 : (100 * bytesRead) / bytesTotal;
        bar.update(Math.min(99, Math.round(share)), {
          what: `reading ${printable(input)} | ${megabytes(bytesRead)} of ${megabytes(bytesTotal)} MB${left}`,
        });
      } else if (progress.stage === 'records') {
        const { records, duplicates, rejected } = progress;
        bar.update(99, {
          what: `${count(records, 'record')} | ${count(duplicates, 'duplicate')} | ${rejected} rejected`,
        });
      } else bar.update(99, { what: `analysing: ${progress.step}` });
    },
    stop: () => bar.stop(),
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

/** File names are hostile: control characters could rewrite the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '·');
}

/** One line for the person, on stderr. Arguments and file names in it are hostile. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
