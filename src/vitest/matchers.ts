import type { Profile } from '../../model/index.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { propertyIds } from '../check/choose.ts';
import { EXPLAINED } from '../check/explained.ts';
import { judgeProperty } from '../check/judge-property.ts';
import { judgeTrace } from '../check/replay.ts';
import { unknownNameText } from '../cli/suggestion.ts';
import { profileOf } from '../profile/described-profile.ts';
import { countedText } from '../report/quantity-text.ts';
import { tellStory } from '../report/story.ts';
import type { Trace } from '../trace/trace.ts';
import { checkedProfile } from './checked-options.ts';
import { Sight, statusesOnlyText } from './sight.ts';
import { storyOf } from './violation-story.ts';

/** By what a trace is judged. */
export interface MatcherOptions {
  /** Omitted = the profile that the header of the trace names. */
  readonly profile?: Profile;
}

/** What `expect(trace)` can do once {@link bucketkeyMatchers} were given to `expect.extend`. */
export interface BucketkeyAssertion {
  /** The model explains each step of a trace, and no property is violated. */
  toConform(options?: MatcherOptions): void;
  /** A trace does not violate a property, by its id, and the case of the property occurs. */
  toHold(id: string, options?: MatcherOptions): void;
}

declare global {
  namespace Chai {
    // The one interface that the assertions of vitest 4 and of vitest 5 both have the members of.
    interface Assertion extends BucketkeyAssertion {}
  }
}

interface Matched {
  readonly pass: boolean;
  message(): string;
}

/**
 * Matchers of traces, recorded or run: `expect(trace).toConform()` and `expect(trace).toHold(id)`. They fail with the
 * reason, then the story.
 *
 * @example
 * ```ts
 * import { parseTrace } from 'bucketkey';
 * import { bucketkeyMatchers } from 'bucketkey/vitest';
 * import { profileNamed } from 'bucketkey/model';
 * import { expect } from 'vitest';
 *
 * expect.extend(bucketkeyMatchers);
 *
 * export function expectRight(text: string) {
 *   const trace = parseTrace(text, 'recorded.ndjson');
 *   expect(trace).toConform({ profile: profileNamed('aws') });
 *   expect(trace).toHold('every-requester-pays');
 * }
 * ```
 */
export const bucketkeyMatchers = {
  /**
   * Some admissible choices of the model explain each step of a trace, and no property is violated. Where that is not
   * known, this fails, and so does its negation.
   */
  toConform,
  /**
   * A trace does not violate a property of one trace, and its case occurs: where it does not, nothing is claimed, and
   * this fails, as does its negation.
   */
  toHold,
};

function toConform(this: { readonly isNot: boolean }, received: unknown, options: MatcherOptions = {}): Matched {
  const trace = checkedTrace('toConform', received);
  const profile = profileFor(trace, options);
  const { verdict, violation, doubt, unknownBecause } = judgeTrace(trace, profile);
  warnOfStatuses(trace);
  if (violation !== undefined) return matched(false, () => storyOf(trace, violation));
  if (verdict === 'conforms')
    return matched(true, () => `conforms to ${profile.name} in all of ${countedText(trace.steps.length, 'step')}`);
  return notSettled(this.isNot, () =>
    doubt === undefined ? `not settled: ${unknownBecause} was reached` : storyOf(trace, doubt),
  );
}

function toHold(
  this: { readonly isNot: boolean },
  received: unknown,
  id: string,
  options: MatcherOptions = {},
): Matched {
  const trace = checkedTrace('toHold', received);
  const profile = profileFor(trace, options);
  refuseUnknown(id, profile);
  const { verdict, violation, doubt, unknownBecause, checked } = judgeProperty(trace, profile, id);
  if (violation !== undefined) return matched(false, () => storyOf(trace, violation));
  if (verdict === 'holds')
    return matched(true, () => `${id}: it holds, and was checked in ${countedText(checked, 'step')}`);
  return notSettled(this.isNot, () => {
    if (doubt !== undefined) return storyOf(trace, doubt);
    if (unknownBecause !== undefined) return `${id}: not settled: ${unknownBecause} was reached`;
    const seen = checked === 0 ? 'no step is about it' : `it held in ${countedText(checked, 'step')}`;
    return `${id}: its case never occurs in this trace: ${seen}, and nothing is claimed\n\n${tellStory(trace)}`;
  });
}

function refuseUnknown(id: string, profile: Profile): void {
  const ofOne = [EXPLAINED, ...propertiesUnder(profile).map((property) => property.id)];
  // Of those that compare two traces something else is said.
  if (ofOne.includes(id) || propertyIds().includes(id)) return;
  throw new RangeError(unknownNameText('property', String(id), ofOne));
}

function matched(pass: boolean, message: () => string): Matched {
  return { pass, message };
}

/** What is not known is no success, of the negation neither. */
function notSettled(isNot: boolean, message: () => string): Matched {
  return { pass: isNot, message };
}

function profileFor({ header }: Trace, { profile }: MatcherOptions): Profile {
  return profile === undefined ? profileOf(header.profile) : checkedProfile(profile);
}

function checkedTrace(matcher: string, received: unknown): Trace {
  const isTrace =
    typeof received === 'object' &&
    received !== null &&
    'header' in received &&
    'steps' in received &&
    Array.isArray(received.steps);
  if (isTrace) return received as Trace;
  throw new TypeError(`${matcher} takes a trace, as readTraceFile of bucketkey gives it, not ${typeof received}`);
}

function warnOfStatuses({ header, steps }: Trace): void {
  const sight = new Sight();
  for (const { observation } of steps) sight.see(observation);
  if (sight.isStatusesOnly) console.warn(statusesOnlyText(header.sut));
}
