import { afterAll, beforeEach, describe, test } from 'vitest';
import { checkedOptions } from './checked-options.ts';
import { outcomeOf, violationMessage } from './outcome.ts';
import { statusesOnlyText } from './sight.ts';
import { type SuiteCheck, suiteCheck } from './suite-check.ts';
import type { SuiteOptions } from './suite-options.ts';
import { callSiteOf, errorAt } from './user-error.ts';

/**
 * Declares a `describe` block with a test for each property that applies under the profile, and one that says whether
 * the system answered. The traces are run once, before the first test: those that earlier failures have left, then
 * random ones, judged by what the tests that are to run are about (`-t`). A violation fails the test of its property
 * with the reason, the story of the shrunk trace, and how to see it again. A property whose interesting case never
 * occurred is shown as skipped, with a note, not as passed.
 *
 * @throws RangeError that says which option is wrong, and what it takes
 * @example
 * ```ts
 * // bucketkey.test.ts
 * import { bucketkeySuite } from 'bucketkey/vitest';
 *
 * bucketkeySuite({ runs: 20, seed: 7 });
 * ```
 */
export function bucketkeySuite(options: SuiteOptions = {}): void {
  const site = callSiteOf(bucketkeySuite);
  const asked = checkedOptions(options);
  const { sut, profile, tests, only } = asked;
  describe(`${sut.name} under profile ${profile.name}`, () => {
    let selected: readonly string[] = [];
    let begun: Promise<SuiteCheck> | undefined;

    // Not in `beforeAll`: which tests are to run is told by a test alone in all versions of vitest.
    beforeEach(async ({ task }) => {
      if (begun === undefined) {
        const toRun = task.suite?.tasks.filter(({ mode }) => mode !== 'skip' && mode !== 'todo');
        selected = toRun?.map(({ name }) => name) ?? tests;
        begun = suiteCheck(asked, selected).catch((cause: unknown) => {
          throw errorAt(site, `the check broke down: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
        });
        if ((await begun).sight.isStatusesOnly) console.warn(statusesOnlyText(sut.name));
      }
      await begun;
    }, 0);

    for (const id of tests) {
      (only?.includes(id) ? test.only : test)(id, async ({ skip }) => {
        const outcome = outcomeOf(id, await begun!, asked);
        if (outcome === 'passed') return;
        if ('skipped' in outcome) skip(outcome.skipped);
        else throw errorAt(site, outcome.failed);
      });
    }

    afterAll(async () => {
      const check = await begun?.catch(() => undefined);
      if (check === undefined) return;
      const untold = check.report.violations.find(({ violation }) => !selected.includes(violation.property));
      if (untold !== undefined) throw errorAt(site, violationMessage(untold, check, asked));
      const stale = check.report.known?.filter(({ isStale }) => isStale).map(({ deviation }) => deviation.id) ?? [];
      if (stale.length > 0) throw errorAt(site, `known and never met, to be taken out: ${stale.join(', ')}`);
      if (check.missing.length > 0) throw errorAt(site, `not all was done: ${check.missing.join('; ')}`);
    });
  });
}
