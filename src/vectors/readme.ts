import { printable } from '../trace/printable.ts';
import type { VectorsOptions } from './vectors.ts';

/** What goes with vectors, for whoever has nothing else. */
export function vectorsReadme(options: VectorsOptions, version: string): string {
  const { profile, seed, count, maxSteps, s3Only } = options;
  const command = `bucketkey vectors --seed ${seed} --count ${count} --steps ${maxSteps}${s3Only ? ' --s3-only' : ''}`;
  return `# Vectors of bucketkey

Made by bucketkey ${version}, profile ${printable(profile.name)}: \`${command}\`.
The same command and profile make the same files. \`vector.schema.json\` is their JSON Schema.

Each file is a trace of requests to Amazon S3 and KMS around Bucket Keys. \`setup\` is what there is before the first
step: requesters, KMS keys, aliases, buckets. Each of \`steps\` has what somebody (\`by\`; null is nobody, something
happens by itself) asks at a time (\`atMs\`, milliseconds), as \`event\`; what was seen of the answer, as
\`observation\`; and all that may be answered there, as \`admissible\`, given what was seen before. Where
\`isComplete\` is false there is more than that. \`expected\` is the verdict: of files \`*-conforms.json\` each
observation is admissible; in files \`*-violates.json\` something is wrong at the last step, \`stepIndex\` (from 0),
against \`property\` and the \`requirements\` it rests on.

* To test a **checker**: give it setup, events and observations, and hold its verdict to \`expected\`.
* To test an **implementation**: carry out the events of \`*-conforms.json\` in order and look at each answer. It
  must agree with one of \`admissible\`. Where the answer that it gives is another one than \`observation\`, what is
  admissible later may be another as well: leave the file, or ask \`bucketkey oracle\`, which follows any answer. ETags
  and version ids of an earlier \`observation\` stand for those that the implementation gave there.
  Where S3 is asked, \`request\` is the HTTP request that the event is, unsigned, in the names of the vector: those of
  buckets (in \`path\` and \`x-amz-copy-source\`), KMS keys, versions, uploads and ETags.
  \`python3 replay_vectors.py\` does all this on any S3 endpoint with what \`bucketkey vectors --s3-only\` wrote.

An answer agrees with an outcome if each part that you looked at does. \`null\` = the part must be absent. Values that
stand for others:

| Value | What agrees with it |
|---|---|
| \`"code":"*"\` | any code |
| \`"etag":"*"\` | 32 hex digits that are not the MD5 of the content; \`*-3\`: 32 of them, and \`-3\` |
| \`"contentMd5":"*"\` | any |
| \`"versionId":"*"\` | an id that was not there before |
| \`"versionId":"null"\` | \`null\`, or no id |
| no \`versionId\`, \`deleteMarker\`, \`keyRotationEnabled\`, or \`BlockedEncryptionTypes\` of a \`rule\` | anything |
| \`kmsCalls\` | these, in any order; one that is \`unreachable\` may be missing |

With status 304 only the status, the code and \`kmsCalls\` are compared.
`;
}
