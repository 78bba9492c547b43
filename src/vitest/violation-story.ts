import type { Violation } from '../oracle/verdict.ts';
import { tellStory } from '../report/story.ts';
import { violationHeadline } from '../report/violation-text.ts';
import type { Trace } from '../trace/trace.ts';

/** The reason in one line, then the story. */
export function storyOf(trace: Trace, violation: Violation): string {
  return `${violationHeadline(violation)}\n\n${tellStory(trace, violation)}`;
}
