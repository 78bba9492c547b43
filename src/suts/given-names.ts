import type { Observation, Setup, Step } from '../../model/index.ts';
import { EtagNames } from './etag-names.ts';
import { VersionNames } from './version-names.ts';

/**
 * Puts what a system has given (version ids, ETags) in place of what a step that was drawn before calls it by, for
 * whoever takes the steps of one trace.
 */
export class GivenNames {
  readonly #versions: VersionNames;
  readonly #etags = new EtagNames();

  constructor(setup: Pick<Setup, 'buckets'>) {
    this.#versions = new VersionNames(setup);
  }

  /** The step as it goes out to the system. */
  named(step: Step): Step {
    return this.#etags.named(this.#versions.named(step));
  }

  /** Takes note of what a step has shown. */
  note(step: Step, observation: Observation): void {
    this.#versions.note(step, observation);
    this.#etags.note(step, observation);
  }
}
