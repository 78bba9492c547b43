import { z } from 'zod';
import { type Fault, type Faults, MAX_FAULTS } from '../kms/faults.ts';

/** Longest delay of one fault, in milliseconds. */
const MAX_DELAY_MS = 60_000;

/** A fault that is ordered. */
export const FAULT_REQUEST = z
  .strictObject({
    kind: z.enum(['throttle', 'error', 'delay', 'drop']),
    operation: z.exactOptional(z.string().min(1).max(100)),
    times: z.exactOptional(z.int().min(1)),
    delayMs: z.exactOptional(z.int().min(1).max(MAX_DELAY_MS)),
  })
  .refine(
    ({ kind, delayMs }) => (kind === 'delay') === (delayMs !== undefined),
    'a delay has delayMs, and nothing else has',
  );

/** Orders a fault; false where there are too many. */
export function orderFault(faults: Faults, fault: Fault): boolean {
  if (faults.list.length >= MAX_FAULTS) return false;
  faults.order(fault);
  return true;
}
