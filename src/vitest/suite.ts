import { beforeAll, describe, expect, test } from 'vitest';
import { type Profile, profileNamed } from '../../model/index.ts';
import { check } from '../check/check.ts';
import type { CheckReport } from '../check/check-report.ts';
import { chooseProperties } from '../check/choose.ts';
import { EXPLAINED } from '../check/explained.ts';
import { SYSTEM_ANSWERS } from '../check/system-answers.ts';
import { checkText } from '../report/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';

/** What a suite checks, and how much of it. */
export interface SuiteOptions {
  /** The system under test; omitted = the embedded reference implementation. */
  readonly sut?: Sut;
  /** Omitted = `ideal`. */
  readonly profile?: Profile;
  /** Random traces; omitted = 100. */
  readonly runs?: number;
  /** Whole number from 0 to 2^32 - 1; omitted = 1, so that the suite does the same each time. */
  readonly seed?: number;
  /** Maximum length of a trace; omitted = 300. */
  readonly maxSteps?: number;
  /**
   * Whether the check goes on after a violation, so that each property has its own verdict; omitted = it does, until
   * ten faults were found.
   */
  readonly keepGoing?: boolean;
  /** How long the system may take to answer a step, in milliseconds; omitted = a minute. */
  readonly stepTimeoutMs?: number;
  /** Milliseconds the whole check may take; omitted = 120,000. */
  readonly timeoutMs?: number;
}

/**
 * Declares a `describe` block with a test for each property that applies under the profile, and one that says whether
 * the system answered. The traces are run once,
 * before the tests. A violation fails the test of its property and shows the shrunk trace. A property whose interesting
 * case never occurred is shown as skipped, with a note, not as passed.
 *
 * @example
 * ```ts
 * // bucketkey.test.ts
 * import { bucketkeySuite } from 'bucketkey/vitest';
 *
 * bucketkeySuite({ runs: 20, seed: 7 });
 * ```
 */
export function bucketkeySuite(options: SuiteOptions = {}): void {
  const profile = options.profile ?? profileNamed('ideal');
  const sut = options.sut ?? embeddedSut(EMBEDDED_OPTIONS.get(profile.base));
  const applies = propertiesOf(profile);
  describe(`${sut.name} under profile ${profile.name}`, () => {
    let report: CheckReport | undefined;
    beforeAll(async () => {
      const { runs = 100, seed = 1, maxSteps = 300, keepGoing = true } = options;
      const timeout = options.stepTimeoutMs === undefined ? {} : { stepTimeoutMs: options.stepTimeoutMs };
      report = await check({ profile, runs, seed, maxSteps, keepGoing, ...timeout }, sut);
    }, options.timeoutMs ?? 120_000);

    test(SYSTEM_ANSWERS, () => {
      const broken = report?.violations.filter(({ violation }) => violation.property === SYSTEM_ANSWERS);
      expect(broken, report === undefined ? '' : checkText(report, [])).toEqual([]);
    });

    test.for(applies)('%s', (id, { skip }) => {
      const property = report?.properties.find((one) => one.id === id);
      if (report === undefined || property === undefined) throw new Error(`the check has no report on ${id}`);
      if (property.verdict === 'not-exercised') skip('its interesting case never occurred: nothing is claimed');
      if (property.verdict === 'not-judged') skip(`not judged: the check was ended by ${report.endedBy}`);
      expect(property.verdict, checkText(report, [])).toBe('holds');
    });
  });
}

function propertiesOf(profile: Profile): readonly string[] {
  const { metamorphic, monitored } = chooseProperties(undefined, profile);
  return [EXPLAINED, ...monitored.map(({ id }) => id), ...metamorphic.map(({ id }) => id)];
}
