import type { RunPlan } from '../check/run-batch.ts';
import { embeddedFor } from '../suts/embedded.ts';
import { overlappingFor } from '../suts/overlapping.ts';
import type { Sut } from '../suts/sut.ts';

/** The embedded reference as a check takes it: one request at a time, or two. */
export function sutOf({ profile, overlap }: Pick<RunPlan, 'profile' | 'overlap'>): Sut {
  return overlap === true ? overlappingFor(profile) : embeddedFor(profile);
}
