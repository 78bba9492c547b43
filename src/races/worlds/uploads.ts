import type { Body } from '../../../model/index.ts';
import { by, deletes, gets, puts, rules } from '../../explore/scopes/actions.ts';
import { BODY } from '../../explore/scopes/common.ts';
import type { RaceWorld } from '../race-scope.ts';

/** Another content than the usual one. */
const OTHER: Body = { text: 'b', md5: '92eb5ffee6ae2fec3ad71c777531578f' };
const upload = { bucket: 'b', key: 'x', uploadId: 'u' } as const;
const PART = by('ann', { op: 'UploadPart', ...upload, partNumber: 1, body: BODY });
const COMPLETED = by('ann', { op: 'CompleteMultipartUpload', ...upload, parts: [1] });

/** An upload that has one part, under a key for each object: each part asks KMS. */
export const UPLOAD_WORLD: RaceWorld = {
  name: 'an upload of one part',
  before: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' }),
    puts('ann', 'b/k'),
    by('ann', { op: 'CreateMultipartUpload', ...upload, headers: {} }),
    PART,
  ],
  sinceMs: 0,
  requests: [
    PART,
    by('bob', { op: 'UploadPart', ...upload, partNumber: 1, body: OTHER }),
    by('ann', { op: 'UploadPart', ...upload, partNumber: 2, body: OTHER }),
    by('ann', { op: 'UploadPartCopy', ...upload, partNumber: 1, source: { bucket: 'b', key: 'k' } }),
    COMPLETED,
    by('bob', { op: 'CompleteMultipartUpload', ...upload, parts: [1, 2] }),
    by('ann', { op: 'AbortMultipartUpload', ...upload }),
    by('ann', { op: 'ListParts', ...upload }),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    deletes('ann', 'b/x'),
    rules('ann', 'b', { SSEAlgorithm: 'AES256' }),
    by('ann', { op: 'DisableKey', keyId: 'k1' }),
  ],
  // Such an upload may be there although it was aborted, and its parts may have come to anything (F-200).
  except: [
    ['AbortMultipartUpload', 'UploadPart'],
    ['AbortMultipartUpload', 'UploadPartCopy'],
  ],
  afterwards: [gets('ann', 'b/x'), by('ann', { op: 'ListParts', ...upload }), COMPLETED, gets('bob', 'b/x')],
};
