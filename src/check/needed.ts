import type { Observation } from '../../model/index.ts';
import type { Needs } from '../../properties/property.ts';

/** What a property needs, for people. */
export const NEEDED: Readonly<Record<Needs, string>> = {
  answers: 'answers',
  'kms-calls': 'to see KMS calls (`kmsCalls`, empty where there were none)',
  internals: 'to see inside (`internals`)',
};

/** Whether an observation shows what a property needs. */
export function shows({ internals, kmsCalls }: Observation, needs: Needs): boolean {
  return needs === 'answers' || (needs === 'internals' ? internals : kmsCalls) !== undefined;
}
