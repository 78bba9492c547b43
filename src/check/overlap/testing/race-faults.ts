import { REFERENCE_PARTS, type ReferenceParts } from '../../../reference/index.ts';

const { bucketKeys, encryption, objects } = REFERENCE_PARTS;

/** Faults that show only where requests overlap, told as what is found. */
export const RACE_FAULTS: readonly (readonly [fault: string, parts: ReferenceParts])[] = [
  [
    'requests that are cold at the same time each ask KMS',
    { ...REFERENCE_PARTS, bucketKeys: { ...bucketKeys, sharesFetches: false } },
  ],
  [
    'plaintext that was being fetched for a bucket that is deleted serves the next of its name',
    { ...REFERENCE_PARTS, bucketKeys: { ...bucketKeys, keepsEvicted: true } },
  ],
  [
    'a write is acknowledged by a bucket that is deleted meanwhile',
    { ...REFERENCE_PARTS, objects: { ...objects, mayBeStoredIn: () => true } },
  ],
  [
    'a write shows the flag of the rule that its bucket is given meanwhile',
    {
      ...REFERENCE_PARTS,
      encryption: {
        ...encryption,
        resolutionStored: (resolution, ruleBefore, ruleNow) =>
          ruleBefore === ruleNow ? resolution : { ...resolution, bucketKey: ruleNow?.BucketKeyEnabled ?? false },
      },
    },
  ],
];
