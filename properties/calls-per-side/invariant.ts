import type { Invariant } from '../invariant.ts';

/**
 * One call for each side that needs KMS, one more where a bucket key is verified, none for all else (K-01, K-09, K-12,
 * K-29).
 */
export const callsPerSideInvariant: Invariant = ({ before, step, outcome }) => {
  const { headDecrypts, checksumOpens, uploadOpens, writeVerifies, replicationVerifies } = before.scope.profile;
  const made = outcome.kmsCalls.length;
  const verifications = (verifies: readonly boolean[]) => (verifies.includes(true) ? 1 : 0);
  let most = 0;
  switch (step.event.op) {
    case 'GetObject':
      most = 1;
      break;
    case 'HeadObject':
      most = (step.event.checksumMode === true ? checksumOpens : headDecrypts).includes(true) ? 1 : 0;
      break;
    case 'GetObjectAttributes':
      most = step.event.checksum ? 1 : 0;
      break;
    case 'UploadPart':
      most = 1;
      break;
    case 'UploadPartCopy':
      most = 2;
      break;
    case 'CompleteMultipartUpload':
    case 'ListParts':
      most = uploadOpens.includes(true) ? 1 : 0;
      break;
    case 'CreateMultipartUpload':
    case 'PutObject':
      most = 1 + verifications(writeVerifies);
      break;
    case 'CopyObject':
      most = 2 + verifications(writeVerifies);
      break;
    case 'UpdateObjectEncryption':
      most = 2 + verifications(writeVerifies);
      break;
    case 'ReplicateObject':
      most = 2 + Math.max(verifications(writeVerifies), verifications(replicationVerifies));
      break;
    default:
      break;
  }
  return made > most ? `${step.event.op} made ${made} KMS calls, and can need ${most} at most` : undefined;
};
