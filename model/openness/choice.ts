import type { Beginning } from '../vocabulary/beginning.ts';
import type { KmsOutage, ObservedKmsCall } from '../vocabulary/kms-call.ts';
import type { Observation } from '../vocabulary/observation.ts';
import { type OPENNESS, PROFILE_FIELDS, type ProfileField, rowOf } from './openness.ts';

/** Name of a point that a step may leave open. It is asked only where its answer changes what can follow. */
export type ChoicePoint = { [Field in ProfileField]: keyof (typeof OPENNESS)[Field]['choices'] }[ProfileField];

/** The choice points, each with the requirement that leaves it open. */
export const CHOICE_POINTS = Object.fromEntries(
  PROFILE_FIELDS.map(rowOf).flatMap(({ choices, requirements: [own] }) =>
    Object.keys(choices).map((point) => [point, own]),
  ),
) as Readonly<Record<ChoicePoint, string>>;

/** Resolves what a step leaves open. The model calls it in the same order for equal worlds, events and answers. */
export interface Chooser {
  /** Index of one of `options`; asked only where there are at least two. */
  pick(point: ChoicePoint, options: readonly unknown[]): number;
  /**
   * The opaque ETag that S3 drew for an object with content `md5`, or that was seen of it; undefined where it is not
   * known.
   */
  opaqueEtag(md5: string): string | undefined;
  /**
   * The version id that was seen, null where none was shown; undefined where nobody looked, left out by who never does.
   */
  seenVersionId?(): string | null | undefined;
  /**
   * Index of one of several versions, told apart by ids that nobody has seen; omitted = the first, the newest of them.
   */
  pickVersion?(options: readonly unknown[]): number;
  /** The id of a new version, of which nobody has seen one; left out by who need not show it. */
  drawnVersionId?(): string;
  /**
   * The ETag of an object made of parts with these ETags, some of which nobody may have seen; undefined where it is not
   * known. Left out by who has seen nothing.
   */
  multipartEtag?(parts: readonly string[]): string | undefined;
  /** The MD5 of content of which no step says it; left out by who waits until it is seen. */
  contentMd5?(): string;
  /** How KMS was seen to fail by itself, which may then be the end of any call; left out by who has seen nothing. */
  kmsOutages?(): readonly KmsOutage[];
  /** The KMS calls that were seen of a step of which nobody says which it makes; left out by who has seen nothing. */
  seenKmsCalls?(): readonly ObservedKmsCall[];
  /** Resolves what was there before the trace began and nobody recorded; omitted = the first option, whatever it is. */
  readonly past?: PastChooser | undefined;
}

/** Resolves what was there before a trace began. It is asked only where the setup says that something is not known. */
export interface PastChooser {
  /** What was seen of the step, and so need not be guessed. */
  readonly observed: Observation;
  /** Index of one of `options`; asked only where there are at least two. */
  pick(options: readonly unknown[]): number;
  /** Is told what the step takes for so. */
  infer(beginning: Beginning): void;
}
