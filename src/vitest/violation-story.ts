import type { Violation } from '../oracle/verdict.ts';
import { withWidth } from '../report/columns.ts';
import { tellStory } from '../report/story.ts';
import { violationHeadline } from '../report/violation-text.ts';
import type { Trace } from '../trace/trace.ts';

/** As wide as reports are into a pipe. */
const USUAL_WIDTH = 100;

/** The reason in one line, then the story. */
export function storyOf(trace: Trace, violation: Violation): string {
  return `${violationHeadline(violation)}\n\n${inUsualWidth(() => tellStory(trace, violation))}`;
}

/** Vitest runs tests where no terminal can be asked for its width, so that has to be given, as `COLUMNS`. */
export function inUsualWidth(told: () => string): string {
  return withWidth(Number(process.env.COLUMNS) || USUAL_WIDTH, told);
}
