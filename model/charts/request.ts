import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/** What can happen to one S3 request. */
export type RequestEvent =
  | 'Refuse'
  | 'Authorise'
  | 'NeedNoKey'
  | 'FindWarm'
  | 'FindCold'
  | 'KmsAllows'
  | 'KmsRefuses'
  | 'Answer';

/** The life of one S3 request, as an XState machine. */
export const requestMachine = setup({ types: {} as { events: { type: RequestEvent } } }).createMachine({
  id: 'request',
  description:
    'One S3 request. S3 authorises every request; KMS is asked only where a key is needed and not at hand (F-46, F-118).',
  initial: 'received',
  states: {
    received: {
      description: 'S3 has the request and has not looked at it.',
      on: {
        Authorise: {
          target: 'authorised',
          description: 'The requester may do this as far as S3 is concerned, bucket policy included (F-46).',
        },
        Refuse: {
          target: 'refused',
          description: 'No such bucket, malformed, or denied by S3: a cached key does not help (F-46, F-119).',
        },
      },
    },
    authorised: {
      description: 'Allowed by S3. Which key the object needs is settled next (F-22, F-23, F-40).',
      on: {
        NeedNoKey: {
          target: 'keyless',
          description: 'Nothing to encrypt or decrypt under a KMS key: HeadObject, SSE-S3, plain objects (F-41, K-01).',
        },
        FindWarm: { target: 'warm', description: 'Every bucket key it needs is cached for this requester (F-118).' },
        FindCold: {
          target: 'cold',
          description: 'Some key is not at hand: no bucket key, or none cached for this requester (F-97, F-120).',
        },
        Refuse: { target: 'refused', description: 'No such object, or an encryption S3 does not accept (F-30, F-51).' },
      },
    },
    keyless: {
      description: 'KMS has no part in it.',
      on: { Answer: { target: 'answered', description: 'Done without KMS.' } },
    },
    warm: {
      description: 'All keys are at hand, so that neither KMS nor a key policy stands in the way any more (F-118).',
      on: { Answer: { target: 'answered', description: 'Done.' } },
    },
    cold: {
      description: 'Waits for KMS, which is called with the identity of the requester (F-97, F-100).',
      on: {
        KmsAllows: {
          target: 'warm',
          description: 'KMS granted every call; from here on it is as good as warm (F-115).',
        },
        KmsRefuses: {
          target: 'refused',
          description: 'Denied, disabled, pending deletion, not found or throttled (E-01 to E-11).',
        },
      },
    },
    answered: { type: 'final', description: 'The requester has a success.' },
    refused: { type: 'final', description: 'The requester has an error, and nothing was written.' },
  },
});

/** States of one S3 request. */
export type RequestState = StateOf<typeof requestMachine>;

/** The life of one S3 request, compiled. */
export const request = compileChart(requestMachine);
