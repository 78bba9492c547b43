import type { Observation } from '../../model/index.ts';
import type { Needs } from '../../properties/property.ts';
import { shows } from '../check/needed.ts';
import { describedSut } from '../suts/described-sut.ts';
import type { Sut, SutAnswer } from '../suts/sut.ts';

/** Parts of an observation that say whether a request was served, and nothing of how. */
const OUTCOME = ['status', 'code', 'raw'];

/** What a system under test has let anybody see, over many steps. */
export class Sight {
  #served = false;
  #beyond = false;
  readonly #needed = { answers: true, 'kms-calls': false, internals: false };

  /** Takes an observation into account, whatever else a system may have given for one. */
  see(given: Observation): void {
    if (typeof given !== 'object' || given === null) return;
    if (given.status < 400) this.#served = true;
    this.#needed['kms-calls'] ||= shows(given, 'kms-calls');
    this.#needed.internals ||= shows(given, 'internals');
    if (this.#beyond) return;
    this.#beyond = Object.entries(given).some(([part, value]) => value !== undefined && !OUTCOME.includes(part));
  }

  /** Whether any request was served. */
  get isServed(): boolean {
    return this.#served;
  }

  /** Whether what a property needs was ever shown. */
  shows(needs: Needs): boolean {
    return this.#needed[needs];
  }

  /** Whether requests were served, and nothing but that was seen of any of them. */
  get isStatusesOnly(): boolean {
    return this.#served && !this.#beyond;
  }
}

/** A warning that little was judged. */
export function statusesOnlyText(name: string): string {
  return (
    `bucketkey: nothing but statuses was observed of ${JSON.stringify(name)}: whether content, encryption, ETags and ` +
    'KMS calls are right was not judged. Let its observations have what answers and logs show.'
  );
}

/** A system as it is, watched for what it shows. */
export function watched(sut: Sut, sight: Sight): Sut {
  return {
    ...describedSut(sut),
    start: async (setup, seed) => {
      const session = await sut.start(setup, seed);
      if ('declined' in session) return session;
      return {
        apply: async (step, options) => {
          const answer = await session.apply(step, options);
          const observation = observationIn(answer);
          if (observation !== undefined) sight.see(observation);
          return answer;
        },
        stop: () => session.stop(),
      };
    },
  };
}

/** What was seen according to an answer, which may be anything. */
function observationIn(answer: SutAnswer): Observation | undefined {
  if (typeof answer !== 'object' || answer === null || 'status' in answer) return answer;
  if ('observation' in answer) return answer.observation;
  return 'transient' in answer ? answer.transient : undefined;
}
