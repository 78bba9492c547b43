import type { ProbeReport } from '../drivers/endpoint/probe-report.ts';
import { shownText } from './shown.ts';
import { tableLines } from './table.ts';

const COLUMNS = [
  { title: 'probed', align: 'left' },
  { title: 'found', align: 'left' },
  { title: 'what was answered', align: 'left' },
] as const;

/** What a probe has found, as a table. */
export function probeText({ rows }: Pick<ProbeReport, 'rows'>): string {
  return shownText(
    tableLines(
      COLUMNS,
      rows.map(({ what, verdict, note }) => [what, verdict === 'harms' ? 'HARMS' : verdict, note]),
    ),
  );
}
