import { isDeepStrictEqual } from 'node:util';
import { Arns, NULL_VERSION, type Observation, type Profile, type Setup } from '../../../model/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';

/** A part of an answer that was another one when the same steps were taken again. */
export interface DifferingPart {
  /** As observations name it; `step` where the step itself was not taken again. */
  readonly part: string;
  readonly first: unknown;
  /** undefined = it was not there. */
  readonly second: unknown;
}

/** Steps that were taken twice, and the first of them that was answered otherwise. */
export interface DifferingAnswer {
  /** Index of the step, counted from 0. */
  readonly stepIndex: number;
  readonly parts: readonly DifferingPart[];
}

/** What is no part of an answer, or what a system may draw as it likes: fingerprints of keys, and fields of its own. */
const NOT_COMPARED = ['internals', 'raw', 'otherKmsCalls'];

/**
 * The first step that was answered otherwise when all were taken again; undefined where none was. Version ids (F-176)
 * and opaque ETags (F-81) are drawn: of them only which are equal to which is compared.
 */
export function differingAnswer(
  first: readonly ObservedStep[],
  second: readonly ObservedStep[],
  profile: Pick<Profile, 'aes256Etag'>,
  setup: Pick<Setup, 'buckets'>,
): DifferingAnswer | undefined {
  const arns = new Arns(setup);
  const versions = new Renaming();
  const etags = new Renaming();
  for (const [stepIndex, { step, observation }] of first.entries()) {
    const again = second[stepIndex];
    if (again === undefined || again.step.event.op !== step.event.op)
      return { stepIndex, parts: [{ part: 'step', first: step.event.op, second: again?.step.event.op }] };
    // There it never follows from the content (F-189).
    const inDirectory = 'bucket' in step.event && arns.isDirectory(step.event.bucket);
    const isDrawn = (one: Observation) => inDirectory || hasDrawnEtag(one, profile);
    const isEtagDrawn = isDrawn(observation) && isDrawn(again.observation);
    const isSame = (part: string, one: unknown, other: unknown): boolean => {
      if (part === 'versionId' && isDrawnId(one) && isDrawnId(other)) return versions.isSame(one, other);
      if (part === 'etag' && isEtagDrawn && isText(one) && isText(other)) return etags.isSame(one, other);
      return isDeepStrictEqual(one, other);
    };
    const parts = differingParts(observation, again.observation, isSame);
    if (parts.length > 0) return { stepIndex, parts };
  }
  return undefined;
}

function differingParts(
  first: Observation,
  second: Observation,
  isSame: (part: string, one: unknown, other: unknown) => boolean,
): readonly DifferingPart[] {
  const [ones, others] = [new Map(Object.entries(first)), new Map(Object.entries(second))];
  return [...new Set([...ones.keys(), ...others.keys()])]
    .filter((part) => !NOT_COMPARED.includes(part) && !isSame(part, ones.get(part), others.get(part)))
    .map((part) => ({ part, first: ones.get(part), second: others.get(part) }));
}

/** Only under SSE-S3 the ETag follows from the content, unless the profile has it otherwise (F-80). */
function hasDrawnEtag({ sse }: Observation, { aes256Etag }: Pick<Profile, 'aes256Etag'>): boolean {
  return sse !== 'AES256' || aes256Etag.includes('opaque');
}

/** What has no id of its own is not drawn (F-176). */
function isDrawnId(id: unknown): id is string {
  return isText(id) && id !== NULL_VERSION;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Which names of one run stand for which of another: one for one. */
class Renaming {
  readonly #there = new Map<string, string>();
  readonly #back = new Map<string, string>();

  /** Whether two names can stand for each other; from then on they do. */
  isSame(one: string, other: string): boolean {
    if (!this.#there.has(one) && !this.#back.has(other)) {
      this.#there.set(one, other);
      this.#back.set(other, one);
    }
    return this.#there.get(one) === other && this.#back.get(other) === one;
  }
}
