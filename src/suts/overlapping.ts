import { setImmediate as untilNobodyGoesOn } from 'node:timers/promises';
import { EVENT_NAMES, type Observation, type Profile, type Step } from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts, referenceOf } from '../reference/index.ts';
import { EMBEDDED_OPTIONS } from './embedded.ts';
import { type InProcessSession, KNOWS_HEADERS, type Sut } from './sut.ts';

/** A session that can begin a step before the one before has ended. */
export interface OverlappingSession extends InProcessSession {
  /**
   * Begins both steps, which then take turns wherever they ask KMS. The bits of `turns` say whose turn it is: equal
   * ones do the same.
   */
  applyTogether(one: Step, other: Step, turns: number): Promise<readonly [Observation, Observation]>;
}

/** A system under test whose requests can overlap. */
export interface OverlappingSut extends Sut {
  readonly overlaps: true;
  start(...start: Parameters<Sut['start']>): Promise<OverlappingSession>;
}

/** The reference under the options of a profile, its requests under the control of whoever begins them. */
export function overlappingFor(
  { base }: Pick<Profile, 'base'>,
  parts: ReferenceParts = REFERENCE_PARTS,
  options: Partial<ReferenceOptions> = {},
): OverlappingSut {
  return {
    overlaps: true,
    name: 'embedded reference, two requests at a time',
    supports: EVENT_NAMES,
    // Which of two that overlap has used up a quota their answers need not say.
    capabilities: { ...KNOWS_HEADERS, kmsQuotas: false },
    start: async (setup, seed) => {
      let isOverlapping = false;
      const waiting: (() => void)[] = [];
      const untilKmsAnswers = () =>
        isOverlapping ? new Promise<void>((goOn) => waiting.push(goOn)) : Promise.resolve();
      const all = { ...EMBEDDED_OPTIONS.get(base), ...options, seed, untilKmsAnswers };
      const reference = referenceOf(parts, setup, all);
      return {
        apply: (step) => reference.apply(step),
        applyTogether: async (one, other, turns) => {
          isOverlapping = true;
          // To begin is a turn as well.
          const begun = [one, other].map((step) =>
            new Promise<void>((goOn) => waiting.push(goOn)).then(() => reference.apply(step)),
          );
          let left = turns;
          let haveEnded = false;
          const ended = Promise.allSettled(begun).then(() => {
            haveEnded = true;
          });
          for (await untilNobodyGoesOn(); !haveEnded; await untilNobodyGoesOn()) {
            const [goOn] = waiting.splice(left % waiting.length, 1);
            if (goOn === undefined) throw new Error('two requests wait for each other');
            left >>>= 1;
            goOn();
          }
          await ended;
          isOverlapping = false;
          const [first, second] = await Promise.all(begun);
          if (first === undefined || second === undefined) throw new Error('a request without an answer');
          return [first, second];
        },
        stop: async () => {},
      };
    },
  };
}

/** Whether a system's requests can overlap. */
export function isOverlapping(sut: Sut): sut is OverlappingSut {
  return 'overlaps' in sut;
}
