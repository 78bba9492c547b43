import type { Profile } from '../openness/profile.ts';
import type { BlockedEncryptionType } from '../vocabulary/encryption.ts';

/** Regions where new buckets go on blocking nothing: Bahrain and the UAE (F-17). */
const REGIONS_WITHOUT_BLOCK: ReadonlySet<string> = new Set(['me-south-1', 'me-central-1']);

/** What a bucket may block of which nobody has said it (F-17, U-17). */
export function unsetBlocks(
  { unsetBlock }: Pick<Profile, 'unsetBlock'>,
  region: string,
): readonly BlockedEncryptionType[] {
  return REGIONS_WITHOUT_BLOCK.has(region) ? BLOCKS_NOTHING : unsetBlock;
}

const BLOCKS_NOTHING = ['NONE'] as const;
