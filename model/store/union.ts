import { oneRuleOf } from '../records/past.ts';
import type { BucketEncryption, ObjectVersion } from '../records/records.ts';
import { sameEncryption, sameObjectVersion } from './record-equality.ts';

/** All versions of two lists, each once. */
export function unionOfVersions(
  some: readonly ObjectVersion[],
  others: readonly ObjectVersion[],
): readonly ObjectVersion[] {
  const more = others.filter((other) => !some.some((one) => sameObjectVersion(one, other)));
  return more.length === 0 ? some : [...some, ...more];
}

/** A rule that is one or the other. */
export function unionOfRules(one: BucketEncryption, other: BucketEncryption): BucketEncryption {
  if (one === other || sameEncryption(one, other)) return one;
  const mine = one.oneOf ?? [one];
  const theirs = (other.oneOf ?? [other]).filter((rule) => !mine.some((known) => sameEncryption(known, rule)));
  return theirs.length === 0 ? one : oneRuleOf([...mine, ...theirs]);
}
