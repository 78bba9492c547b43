import type { ObservedStep } from '../../../properties/observed-step.ts';
import type { Oracle } from '../../oracle/oracle.ts';

/**
 * The oracle after two steps of the same time that overlapped: in the order given, or else the other way round. What
 * comes later must not tell the orders apart.
 */
export function inEitherOrder(oracle: Oracle, one: ObservedStep, other: ObservedStep): Oracle {
  const swapped = oracle.fork();
  if (oracle.see(one) === 'conforms') oracle.see(other);
  if (oracle.verdict !== 'violates') return oracle;
  if (swapped.see(other) === 'conforms') swapped.see(one);
  return swapped.verdict === 'violates' ? oracle : swapped;
}
