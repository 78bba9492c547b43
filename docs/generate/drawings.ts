import { sequenceSvg } from '../../src/diagram/sequence-svg.ts';
import { timelineSvg } from '../../src/diagram/timeline-svg.ts';
import type { Violation } from '../../src/oracle/verdict.ts';
import type { Trace } from '../../src/trace/trace.ts';
import type { SourceFile } from './source-file.ts';

/** Both drawings of a trace, in files beside a page whose names begin so. */
export function drawingFiles(path: string, trace: Trace, violation?: Violation): readonly SourceFile[] {
  return [
    { path: `${path}-sequence.svg`, text: sequenceSvg(trace, violation) },
    { path: `${path}-timeline.svg`, text: timelineSvg(trace, violation) },
  ];
}

/** Markdown that shows a drawing in a frame that scrolls, as drawings are wider than a narrow page. */
export function shownDrawing(title: string, link: string): string {
  return `<div class="drawing" tabindex="0" role="region" aria-label="${title}">\n\n![${title}](${link})\n\n</div>\n`;
}
