import type { Shrinking, ShrunkTrace } from '../check/shrinking.ts';
import { labelled } from './columns.ts';
import { flakyText } from './flaky-text.ts';
import { countedText, countText } from './quantity-text.ts';
import type { ReplayFile } from './replay-file.ts';
import { cutText, shownJson, shownText } from './shown.ts';
import { tellStory } from './story.ts';
import { violationJson } from './violation-json.ts';

/** Files that were written of a shrunk trace; undefined where none was. */
export interface ShrunkFiles {
  readonly replay: ReplayFile | undefined;
  readonly test: string | undefined;
}

/** Steps of the recording that are named. */
const MOST_NAMED = 50;

/** A shrunk trace for people: how short it is, its story, and the command that shows it again. */
export function shrinkText({ verdict, unknownBecause, shrunk }: Shrinking, { replay, test }: ShrunkFiles): string {
  const because = unknownBecause === undefined ? '' : `, ${cutText(unknownBecause)}`;
  const nothing = verdict === 'conforms' ? '; there is nothing to shrink' : '';
  if (shrunk === undefined) return shownText(labelled('', `verdict: ${verdict}${because}${nothing}`));
  const { violation, trace } = shrunk;
  return shownText([
    ...sizeLines(shrunk),
    '',
    tellStory(trace, violation),
    ...(replay === undefined ? [] : [`replay it: ${replay.command}`]),
    ...(test === undefined ? [] : [`test: ${test}`]),
    ...labelled('', `verdict: ${verdict}${because}`),
  ]);
}

function sizeLines({ trace, foundAtLength, attempts, indices, endedBy, flaky }: ShrunkTrace): readonly string[] {
  return [
    ...labelled(
      '',
      `shortest trace found: ${countedText(trace.steps.length, 'step')}, before shrinking ` +
        `${countText(foundAtLength)} (${countedText(attempts, 'attempt')})`,
    ),
    ...(flaky === undefined ? [] : labelled('', flakyText(flaky))),
    ...(indices === undefined ? [] : labelled('steps of the recording: ', indicesText(indices))),
    endedBy === undefined ? 'no single step can be left out' : `${endedBy}: it may not be the shortest there is`,
  ];
}

function indicesText(indices: readonly number[]): string {
  const named = indices.slice(0, MOST_NAMED).map((index) => countText(index + 1));
  const more = indices.length - named.length;
  return `${named.join(', ')}${more === 0 ? '' : ` and ${countText(more)} more`}`;
}

/** A shrunk trace as JSON, keys always in the same order. */
export function shrinkJson({ verdict, unknownBecause, shrunk }: Shrinking, { replay, test }: ShrunkFiles): string {
  const value = {
    verdict,
    unknownBecause: unknownBecause ?? null,
    violation: shrunk === undefined ? null : violationJson(shrunk.violation),
    foundAtLength: shrunk?.foundAtLength ?? null,
    stepIndices: shrunk?.indices ?? [],
    attempts: shrunk?.attempts ?? null,
    endedBy: shrunk?.endedBy ?? null,
    ...(shrunk?.flaky !== undefined && { flaky: shrunk.flaky }),
    file: replay?.file ?? null,
    replay: replay?.command ?? null,
    test: test ?? null,
    trace: shrunk?.trace ?? null,
  };
  return shownJson(value);
}
