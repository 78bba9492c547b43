import type { ProfileFieldKinds } from './field.ts';
import type { OPENNESS, ProfileField } from './openness.ts';

/** What a profile says in each field of {@link OPENNESS}. */
export type ProfileFields = {
  readonly [Name in ProfileField]: ProfileFieldKinds<
    (typeof OPENNESS)[Name]['field']['options'][number]
  >[(typeof OPENNESS)[Name]['field']['kind']];
};

/**
 * What an implementation may do: for each row of {@link OPENNESS} whether it is open, and how far. The model itself has
 * no opinion beyond its profile.
 */
export interface Profile extends ProfileFields {
  readonly name: string;
  /** Name of the shipped profile that it extends; that of its own where it is shipped. */
  readonly base: string;
  /** One sentence for people. */
  readonly title: string;
  /** Whether its assumptions exclude: what goes beyond them violates, as it would beyond anything else. */
  readonly strict: boolean;
}

/** How S3 tells requesters apart when it shares a bucket key. */
export type RequesterMode = Profile['requesterMode'];

/** What becomes of extra context pairs where there is a bucket key. */
export type ExtraContext = Profile['extraContext'][number];
