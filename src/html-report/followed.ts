import type { ObservedStep } from '../../properties/observed-step.ts';
import { Oracle } from '../oracle/oracle.ts';
import { profileOf } from '../profile/described-profile.ts';
import { Names } from '../report/names.ts';
import { noAnswerProblem } from '../trace/no-answer.ts';
import type { TraceStream } from '../trace/read-trace-steps.ts';
import type { Trace } from '../trace/trace.ts';
import { pictureOf, type WorldPicture } from './world-picture.ts';

/** What the model knows after each step that is told; undefined from the step on that it cannot explain. */
export type Pictures = readonly (WorldPicture | undefined)[];

/** What the model knows after each step of a trace that is told from its first step on, by the profile of the trace. */
export function picturesAfter(trace: Trace): Pictures {
  const followed = new Followed(trace);
  return trace.steps.map((seen) => {
    followed.see(seen);
    return followed.picture();
  });
}

/**
 * The same of a trace that is some of a longer one, which is read once more up to the last of its steps.
 *
 * @param indices - the index of each step of `told` in the longer one
 */
export async function picturesWithin(
  { steps }: TraceStream,
  told: Trace,
  indices: readonly number[],
): Promise<Pictures> {
  const followed = new Followed(told);
  const wanted = new Set(indices);
  const last = indices.at(-1) ?? -1;
  const pictures: (WorldPicture | undefined)[] = [];
  let index = 0;
  for await (const seen of steps) {
    if (index > last) break;
    followed.see(seen);
    if (wanted.has(index)) pictures.push(followed.picture());
    index += 1;
  }
  return pictures;
}

/** An oracle that goes along a trace. */
class Followed {
  readonly #oracle: Oracle;
  readonly #names: Names;
  #isLost = false;

  constructor(trace: Trace) {
    this.#oracle = new Oracle(trace.header.setup, profileOf(trace.header.profile));
    this.#names = new Names(trace);
  }

  see(seen: ObservedStep): void {
    this.#isLost ||= noAnswerProblem(seen.observation) !== undefined || this.#oracle.see(seen) !== 'conforms';
  }

  picture(): WorldPicture | undefined {
    return this.#isLost ? undefined : pictureOf(this.#oracle.frontier, this.#names);
  }
}
