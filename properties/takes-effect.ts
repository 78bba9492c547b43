import type { TransitionProperty } from './invariant.ts';
import { takesEffectInvariant } from './takes-effect/invariant.ts';

/**
 * A trace shows an effect only when something later depends on it, and then other properties judge that. A world shows
 * it at once: what is deleted is gone, what is cancelled stays disabled, what is evicted is in no cache.
 */
export const takesEffect: TransitionProperty = {
  id: 'takes-effect',
  title: 'What succeeds has done what it says, and what is refused has changed nothing.',
  requirements: [
    'F-01',
    'F-15',
    'F-121',
    'F-122',
    'F-126',
    'F-66',
    'F-131',
    'F-175',
    'F-176',
    'F-177',
    'F-193',
    'K-12',
    'U-05',
  ],
  invariant: takesEffectInvariant,
};
