import type { Setup, Step } from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts } from '../reference/index.ts';

/** A short trace that shows a fault: the correct reference passes it, the faulty one does not. */
export interface Witness {
  readonly setup: Setup;
  readonly steps: readonly Step[];
}

/**
 * A named fault of the reference implementation: a mistake somebody could make, planted by replacing one of its parts.
 */
export interface Mutant {
  /** Stable id: lower case, digits and hyphens. */
  readonly id: string;
  /** One sentence: what is wrong. */
  readonly title: string;
  /** Requirement ids it breaks. */
  readonly requirements: readonly string[];
  /** Ids of the properties that have to find it, `explained` being the oracle. */
  readonly killedBy: readonly string[];
  /** Name of the profile it is checked under; omitted = `ideal`. */
  readonly profile?: string;
  /** Options of the reference beyond those of the profile, where the fault shows only under them. */
  readonly options?: Partial<ReferenceOptions>;
  /** The parts of the faulty reference. */
  readonly parts: ReferenceParts;
  readonly witness: Witness;
}

/** What is replaced, topic by topic. */
type Faults = { readonly [Topic in keyof ReferenceParts]?: Partial<ReferenceParts[Topic]> };

/** The correct parts, but for those that are replaced. */
export function partsWith(faults: Faults): ReferenceParts {
  return {
    bucketKeys: { ...REFERENCE_PARTS.bucketKeys, ...faults.bucketKeys },
    configuration: { ...REFERENCE_PARTS.configuration, ...faults.configuration },
    crypto: { ...REFERENCE_PARTS.crypto, ...faults.crypto },
    customerKeys: { ...REFERENCE_PARTS.customerKeys, ...faults.customerKeys },
    directories: { ...REFERENCE_PARTS.directories, ...faults.directories },
    encryption: { ...REFERENCE_PARTS.encryption, ...faults.encryption },
    kms: { ...REFERENCE_PARTS.kms, ...faults.kms },
    lifecycle: { ...REFERENCE_PARTS.lifecycle, ...faults.lifecycle },
    objects: { ...REFERENCE_PARTS.objects, ...faults.objects },
    policies: { ...REFERENCE_PARTS.policies, ...faults.policies },
    replication: { ...REFERENCE_PARTS.replication, ...faults.replication },
    versions: { ...REFERENCE_PARTS.versions, ...faults.versions },
    updates: { ...REFERENCE_PARTS.updates, ...faults.updates },
    uploads: { ...REFERENCE_PARTS.uploads, ...faults.uploads },
  };
}
