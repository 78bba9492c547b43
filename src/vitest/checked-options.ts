import { PROFILES, type Profile, profileNamed } from '../../model/index.ts';
import { chooseProperties, idsOf, propertyIds } from '../check/choose.ts';
import type { KnownDeviation } from '../check/known/known-deviation.ts';
import { checkedKnown } from '../check/known/parse-known.ts';
import { MOST_RUNS, MOST_STEPS } from '../check/request-limits.ts';
import { SYSTEM_ANSWERS } from '../check/system-answers.ts';
import { DETERMINISTIC } from '../check/twice/deterministic.ts';
import { unknownNameText } from '../cli/suggestion.ts';
import { checkedSut } from '../suts/checked-sut.ts';
import { embeddedFor } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { wrongValue } from '../suts/wrong-value.ts';
import { MAX_SEED } from '../trace/limits.ts';
import type { SuiteOptions } from './suite-options.ts';

/** Longest time that a timer takes, in milliseconds. */
const MOST_MS = 2 ** 31 - 1;

/** What a suite was asked for, all of it: what was left out is filled in. */
export interface CheckedOptions {
  readonly sut: Sut;
  readonly profile: Profile;
  /** Ids of the tests: that the system answers, that it does so alike where that is asked, and the properties. */
  readonly tests: readonly string[];
  /** Ids of those that run while the others do not; undefined = there are no such. */
  readonly only: readonly string[] | undefined;
  readonly runs: number;
  readonly seed: number;
  readonly maxSteps: number;
  readonly keepGoing: boolean;
  readonly stepTimeoutMs: number | undefined;
  readonly timeoutMs: number;
  readonly known: readonly KnownDeviation[] | undefined;
  readonly failures: string | false;
}

const KNOWN: Readonly<Record<keyof SuiteOptions, true>> = {
  sut: true,
  profile: true,
  properties: true,
  only: true,
  runs: true,
  seed: true,
  maxSteps: true,
  keepGoing: true,
  deterministic: true,
  stepTimeoutMs: true,
  timeoutMs: true,
  known: true,
  failures: true,
};

/**
 * Options of a suite, held to what they may be: whoever writes plain JavaScript has no compiler that does.
 *
 * @throws RangeError that says which option is wrong, and what it takes
 */
export function checkedOptions(options: SuiteOptions): CheckedOptions {
  refuseUnknownNames(options);
  const profile = checkedProfile(options.profile);
  const { keepGoing = true, deterministic = false, failures = 'bucketkey-failures' } = options;
  if (typeof keepGoing !== 'boolean') throw wrongValue('keepGoing', 'true or false', keepGoing);
  if (typeof deterministic !== 'boolean') throw wrongValue('deterministic', 'true or false', deterministic);
  if (failures !== false && (typeof failures !== 'string' || failures === ''))
    throw wrongValue('failures', 'the path of a folder, or false', failures);
  const tests = [SYSTEM_ANSWERS, ...(deterministic ? [DETERMINISTIC] : []), ...chosenIds(options.properties, profile)];
  return {
    sut: options.sut === undefined ? embeddedFor(profile) : checkedSut(options.sut),
    profile,
    tests,
    only: chosenTests(options.only, tests),
    runs: wholeNumber('runs', options.runs, 1, MOST_RUNS) ?? 100,
    seed: wholeNumber('seed', options.seed, 0, MAX_SEED) ?? 1,
    maxSteps: wholeNumber('maxSteps', options.maxSteps, 1, MOST_STEPS) ?? 300,
    keepGoing,
    stepTimeoutMs: wholeNumber('stepTimeoutMs', options.stepTimeoutMs, 1, MOST_MS),
    timeoutMs: wholeNumber('timeoutMs', options.timeoutMs, 1, MOST_MS) ?? 120_000,
    known: knownDeviations(options.known),
    failures,
  };
}

function refuseUnknownNames(options: SuiteOptions): void {
  if (typeof options !== 'object' || options === null)
    throw wrongValue('bucketkeySuite', 'an object of options', options);
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(KNOWN, name));
  if (unknown !== undefined) throw new RangeError(unknownNameText('option of a suite', unknown, Object.keys(KNOWN)));
}

/** The profile that was given, `ideal` where none was. */
export function checkedProfile(profile: unknown): Profile {
  if (profile === undefined) return profileNamed('ideal');
  const isProfile = typeof profile === 'object' && profile !== null && 'base' in profile && 'name' in profile;
  if (isProfile) return profile as Profile;
  const names = PROFILES.map(({ name }) => `profileNamed('${name}')`);
  throw wrongValue('profile', `a profile, such as ${names.join(', ')}`, profile);
}

/** A number that was given, if it is one of those; undefined where none was. */
export function wholeNumber(option: string, value: unknown, min: number, max: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw wrongValue(option, `a whole number from ${min} to ${max}`, value);
}

function chosenIds(properties: unknown, profile: Profile): readonly string[] {
  const all = idsOf(chooseProperties(undefined, profile));
  if (properties === undefined) return all;
  if (!Array.isArray(properties) || properties.length === 0)
    throw wrongValue('properties', 'ids of properties in an array; left out, all are checked', properties);
  for (const id of properties) {
    if (all.includes(id)) continue;
    if (propertyIds().includes(id)) throw new RangeError(`${id} cannot be judged under the profile ${profile.name}`);
    throw new RangeError(`properties: ${unknownNameText('property', String(id), all)}`);
  }
  return all.filter((id) => properties.includes(id));
}

function knownDeviations(known: unknown): readonly KnownDeviation[] | undefined {
  if (known === undefined) return undefined;
  try {
    return checkedKnown(known);
  } catch (error) {
    throw new RangeError(`known: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function chosenTests(only: unknown, tests: readonly string[]): readonly string[] | undefined {
  if (only === undefined) return undefined;
  const ids: readonly unknown[] = Array.isArray(only) ? only : [only];
  if (ids.length === 0) throw wrongValue('only', 'the id of a test, or several in an array', only);
  const unknown = ids.find((id) => !tests.includes(id as string));
  if (unknown !== undefined) throw new RangeError(`only: ${unknownNameText('test', String(unknown), tests)}`);
  return tests.filter((id) => ids.includes(id));
}
