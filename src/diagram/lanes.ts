import type { Requester } from '../../model/index.ts';
import { nameText } from '../report/names.ts';
import { countedText } from '../report/quantity-text.ts';
import type { Trace } from '../trace/trace.ts';
import { plain } from './drawn-text.ts';
import type { PlayedStep } from './played.ts';

/** Most requesters that have a lane of their own. */
const MOST_REQUESTERS = 5;

/** Who takes part: requesters, S3, its cache of bucket keys, and KMS. */
export interface Participant {
  readonly kind: 'requester' | 's3' | 'cache' | 'kms';
  readonly name: string;
  /** What is to be known of it besides, in a few words. */
  readonly detail: string;
}

/** The lanes of a sequence diagram, and who has which. */
export class Lanes {
  readonly participants: readonly Participant[];
  readonly #requesters: readonly string[];

  constructor({ header: { setup } }: Trace, steps: readonly PlayedStep[]) {
    const used = [...new Set(steps.flatMap(({ seen }) => seen.step.by ?? []))];
    const own = used.length <= MOST_REQUESTERS ? used : used.slice(0, MOST_REQUESTERS - 1);
    const others = used.length - own.length;
    this.#requesters = own;
    this.participants = [
      ...own.map((name) =>
        requesterLane(
          name,
          setup.requesters.find((one) => one.name === name),
        ),
      ),
      ...(others === 0
        ? []
        : [{ kind: 'requester', name: countedText(others, 'other requester'), detail: '' } as const]),
      { kind: 's3', name: 'S3', detail: '' },
      { kind: 'cache', name: 'Bucket key cache', detail: 'of S3, by the model' },
      { kind: 'kms', name: 'KMS', detail: '' },
    ];
  }

  /** Lane of a requester. */
  of(name: string): number {
    const own = this.#requesters.indexOf(name);
    return own < 0 ? this.#requesters.length : own;
  }

  /** Whether a requester shares its lane. */
  isShared(name: string): boolean {
    return !this.#requesters.includes(name);
  }

  get s3(): number {
    return this.participants.length - 3;
  }

  get cache(): number {
    return this.s3 + 1;
  }

  get kms(): number {
    return this.s3 + 2;
  }
}

function requesterLane(name: string, requester: Requester | undefined): Participant {
  return { kind: 'requester', name: plain(nameText(name), 40), detail: plain(detailOf(requester), 60) };
}

function detailOf(requester: Requester | undefined): string {
  if (requester === undefined) return '';
  if (requester.signature === 'none') return 'anonymous';
  return `role ${nameText(requester.principal)}, session ${nameText(requester.session)}`;
}
