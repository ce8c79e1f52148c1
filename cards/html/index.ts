/**
 * The printable report: one HTML file that asks nobody for anything, for managers first and with the evidence after.
 * It comes piece by piece, so that no list is ever in memory as a whole.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { accessChart, chartDays } from '../_shared/chart.ts';
import { isPrivileged, PRIVILEGE_WORDS } from '../_shared/privilege.ts';
import { time } from '../_shared/words.ts';
import { type ManagerInput, managerFacts } from '../manager-summary/facts.ts';
import { appendix, type ReadSection } from './appendix.ts';
import { bars } from './chart.ts';
import { fill } from './templates.ts';

export interface HtmlReportInput extends ManagerInput {
  /** reads a page of a section of the case */
  read: ReadSection;
  /** who asked for it */
  by: string;
  /** of Mailtrail */
  version: string;
  /** names and addresses were taken out for this reader */
  namesHidden: boolean;
}

const STYLE = readFileSync(new URL('./style.css', import.meta.url), 'utf8').trim();
/** On every printed page, not only the first. */
const PAGE_BANNER = `\n@page { @top-center { content: "${PRIVILEGE_WORDS}"; font: 700 9pt system-ui, sans-serif; color: #a80000; } }`;
const MOST_LINES = 12;

/** @throws whatever `read` throws; what was given out before is then half a report and must be thrown away */
export async function* htmlReport(input: HtmlReportInput): AsyncGenerator<string> {
  const privileged = isPrivileged(input);
  const style = `\n${STYLE}${privileged ? PAGE_BANNER : ''}\n`;
  const { headline, about, parts } = managerFacts(input, MOST_LINES);
  const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
  yield fill('start', { title: headline, styleHash }).trimEnd();
  yield style;
  yield fill('manager', { headline, about, parts, banner: privileged ? PRIVILEGE_WORDS : '' });
  yield chart(input);
  yield* appendix(input, input.read);
  yield fill('end', { lines: origin(input) });
}

function chart({ summary: { series, seriesCut, trust, window } }: ManagerInput): string {
  const { words } = accessChart(series, trust.gaps.items, window);
  const days = chartDays(series, trust.gaps.items, window);
  const drawn = days.length > 1 ? bars(days) : {};
  return fill('chart', { ...drawn, words: seriesCut ? `Only the busiest part is drawn. ${words}` : words });
}

function origin({ by, now, version, namesHidden, summary, case: about }: HtmlReportInput): string[] {
  return [
    `Case ${about.name} (${about.id}). Made ${time(now)} for ${by} by Mailtrail ${version}, with ${summary.findings.detections} detections.`,
    'All times are UTC unless a zone is named. What is presumed read was reached; whether a person read it, no log shows.',
    ...(namesHidden ? ['Names, addresses and subjects were taken out for this reader.'] : []),
  ];
}
