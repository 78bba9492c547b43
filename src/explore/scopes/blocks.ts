import type { ExploreScope } from '../scope.ts';
import { by, deletes, puts, resets, rules } from './actions.ts';
import { BODY, settingUp, strictProfile, TICK_MS } from './common.ts';

const UPLOAD = { bucket: 'b', key: 'x', uploadId: 'u' } as const;
const UNDER_KEY = { customerKey: 'c1' } as const;

/** A bucket that blocks customer keys, or not, or of which nobody has said it, and an upload under way (E-24, F-17). */
export const blocks: ExploreScope = {
  name: 'blocks',
  title: 'One bucket that blocks customer keys, takes them, or was never told; an object and an upload under one.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: [], buckets: { b: [] } }),
  profile: {
    ...strictProfile('blocks'),
    title: 'As ideal, but that a bucket that was never told blocks customer keys or not, and what is under way or not.',
    unsetBlock: ['SSE-C', 'NONE'],
    blockEndsUploads: [false, true],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['SSE-C'] }),
    rules('ann', 'b', { SSEAlgorithm: 'AES256', BlockedEncryptionTypes: ['NONE'] }),
    rules('ann', 'b', { SSEAlgorithm: 'AES256' }),
    resets('ann', 'b'),
    puts('ann', 'b/x', UNDER_KEY),
    by('ann', { op: 'GetObject', bucket: 'b', key: 'x', headers: UNDER_KEY }),
    deletes('ann', 'b/x'),
    by('ann', { op: 'CreateMultipartUpload', ...UPLOAD, headers: UNDER_KEY }),
    by('ann', { op: 'UploadPart', ...UPLOAD, partNumber: 1, body: BODY, ...UNDER_KEY }),
    by('ann', { op: 'UploadPart', ...UPLOAD, partNumber: 1, body: BODY }),
    by('ann', { op: 'CompleteMultipartUpload', ...UPLOAD, parts: [1] }),
  ],
  monitored: false,
};
