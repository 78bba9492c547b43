import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the process small that reads files larger than its memory, for commands that hold little and make much garbage.
 * V8 would let the heap grow to some times of what lives in it; these flags may be set at any time, and change when
 * garbage is collected and nothing else.
 */
export function keepHeapSmall(): void {
  try {
    // Not sooner, or collecting would take longer than reading.
    setFlagsFromString('--heap-growing-percent=120');
    // The processors have the two threads to run that read: more that collect garbage cost time.
    setFlagsFromString('--no-parallel-scavenge');
  } catch {
    // Another runtime, which has no such flags.
  }
}
