import { setup } from 'xstate';
import type { StateOf } from './compile/chart-types.ts';
import { compileChart } from './compile/compile.ts';

/** What can happen to a multipart upload. */
export type MultipartUploadEvent =
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'ListParts'
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'BucketDeleted';

/** The life of a multipart upload, as an XState machine. */
export const multipartUploadMachine = setup({
  types: {} as { events: { type: MultipartUploadEvent } },
}).createMachine({
  id: 'multipartUpload',
  description: 'Whether there is an upload with an id. What it refuses is answered NoSuchUpload (E-35).',
  initial: 'absent',
  states: {
    absent: {
      description: 'No upload has the id: it was never given, or the upload has been completed or aborted (E-35).',
      on: {
        CreateMultipartUpload: {
          target: 'inProgress',
          description: 'S3 gives an id; the encryption is settled, whatever becomes of the rule (F-57).',
        },
      },
    },
    inProgress: {
      description: 'Its parts are kept, and no object shows them.',
      on: {
        UploadPart: { target: 'inProgress', description: 'A part is kept, in place of one of its number.' },
        UploadPartCopy: { target: 'inProgress', description: 'The same, of an object that is there (K-18).' },
        ListParts: { target: 'inProgress', description: 'Who asks is shown what is there.' },
        AbortMultipartUpload: { target: 'absent', description: 'Its parts are gone.' },
        CompleteMultipartUpload: { target: 'absent', description: 'Its parts are an object from now on (F-83).' },
        BucketDeleted: { target: 'absent', description: 'An upload goes with its bucket.' },
      },
    },
  },
});

/** States of a multipart upload. */
export type MultipartUploadState = StateOf<typeof multipartUploadMachine>;

/** The life of a multipart upload, compiled. */
export const multipartUpload = compileChart(multipartUploadMachine);
