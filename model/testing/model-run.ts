import type { ChoicePoint, Chooser } from '../openness/choice.ts';
import type { Profile } from '../openness/profile.ts';
import { profileNamed } from '../openness/profiles.ts';
import { ENVIRONMENT_EVENTS } from '../operations/operations.ts';
import { forEachResult } from '../step/enumerate.ts';
import { step } from '../step/step.ts';
import { initialWorld } from '../store/initial-world.ts';
import type { World } from '../store/world.ts';
import type { Event, Step } from '../vocabulary/events/event.ts';
import type { KmsCall } from '../vocabulary/kms-call.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import type { Setup } from '../vocabulary/setup.ts';
import { SCENE } from './scene.ts';

/** The profile with nothing open. */
export const IDEAL = profileNamed('ideal');
/** The profile with everything open. */
export const AWS = profileNamed('aws');

/** What a step chooses at some points; everywhere else the first option. */
export type Wanted = Partial<Record<ChoicePoint, unknown>>;

/** The model driven in a few words, in {@link SCENE}. Time stands still unless `atMs` is moved. */
export class ModelRun {
  world: World;
  atMs = 0;
  private drawn = 0;

  constructor(profile: Profile = IDEAL, setup: Setup = SCENE) {
    this.world = initialWorld(setup, profile);
  }

  /**
   * Takes a step by a requester (the environment's events by nobody), with the options wanted, and answers its outcome.
   */
  take(by: string, event: Event, wanted: Wanted = {}): Outcome {
    const result = step(this.world, this.stepOf(by, event), this.wanting(wanted));
    this.world = result.world;
    return result.outcome;
  }

  /** Every admissible outcome of a step that is not taken. */
  outcomes(by: string, event: Event): readonly Outcome[] {
    const found: Outcome[] = [];
    forEachResult(this.world, this.stepOf(by, event), { etag: () => undefined }, ({ outcome }) => {
      found.push(outcome);
      return true;
    });
    return found;
  }

  /** What KMS is called for in a step that is taken. */
  calls(by: string, event: Event, wanted?: Wanted): readonly string[] {
    return callsOf(this.take(by, event, wanted));
  }

  /** Status and code of a step that is taken. */
  answer(by: string, event: Event, wanted?: Wanted): string {
    return answerOf(this.take(by, event, wanted));
  }

  /** Draws ETags `0…01`, `0…02` and so on, and takes the options wanted. */
  private wanting(wanted: Wanted): Chooser {
    return {
      pick(point, options) {
        if (!(point in wanted)) return 0;
        const index = options.indexOf(wanted[point]);
        if (index < 0)
          throw new RangeError(`${point}: ${String(wanted[point])} is not among ${options.map(String).join(', ')}`);
        return index;
      },
      opaqueEtag: () => String(++this.drawn).padStart(32, '0'),
    };
  }

  private stepOf(by: string, event: Event): Step {
    const isEnvironments = ENVIRONMENT_EVENTS.some((name) => name === event.op);
    return { atMs: this.atMs, by: isEnvironments ? null : by, event };
  }
}

/** `200`, or `403 AccessDenied`. */
export function answerOf({ status, code }: Outcome): string {
  return code === null ? String(status) : `${status} ${code}`;
}

/**
 * Calls as `GenerateDataKey K1 b/o`: operation, key id (or the reference given), object or bucket of the context, extra
 * pairs, failure.
 */
export function callsOf({ kmsCalls }: { readonly kmsCalls: readonly KmsCall[] }): readonly string[] {
  return kmsCalls.map(({ operation, keyArn, context, result }) => {
    const { 'aws:s3:arn': arn = '', ...pairs } = context;
    const extra = Object.entries(pairs).map(([name, value]) => ` ${name}=${value}`);
    const key = keyArn.replace(/^arn:aws:kms:eu-west-1:\d+:key\//, '').replace(/^aws-s3-\d+$/, 'aws/s3');
    const failure = result === 'ok' ? '' : ` ${result}`;
    return `${operation} ${key} ${arn.replace('arn:aws:s3:::', '')}${extra.join('')}${failure}`;
  });
}

/** The encryption a response shows: `aws:kms K1 bk`, `aws:kms:dsse K1`, `AES256`, or `none`. */
export function shownEncryption({ sse, kmsKeyArn, bucketKeyEnabled }: Outcome): string {
  const key = kmsKeyArn?.replace(/^arn:aws:kms:eu-west-1:\d+:key\//, '').replace(/^aws-s3-\d+$/, 'aws/s3');
  return [sse ?? 'none', ...(key === undefined ? [] : [key]), ...(bucketKeyEnabled === true ? ['bk'] : [])].join(' ');
}
