import {
  abort,
  begin,
  complete,
  encrypt,
  head,
  listParts,
  part,
  partCopy,
  put,
  remove,
  replicate,
  replication,
} from '../../../model/testing/events.ts';
import { OTHER_BODY, RULES } from '../../../model/testing/scene.ts';
import { ENCRYPTIONS, type EncryptionName, type EventOrWait, HEADERS, traceOfEvents } from './acts.ts';
import type { NamedTrace } from './recording.ts';

/** What makes `bucket/o` of one part or two. */
function assemble(bucket: 'from' | 'to', state: EncryptionName, parts: readonly number[]): readonly EventOrWait[] {
  const name = `${bucket}/o` as const;
  return [begin(name, HEADERS[state]), part(name, 1, OTHER_BODY), part(name, 2), complete(name, parts)];
}

/** What lies under `to/o` before. */
const BEFORE: Readonly<Record<string, readonly EventOrWait[]>> = {
  absent: [remove('to/o')],
  plain: [],
  'under MD5': [put('to/o', HEADERS.sseS3)],
  'under KMS': [put('to/o', HEADERS.sseKms)],
  'in parts': assemble('to', 'sseS3', [1, 2]),
};

const LOOK: readonly EventOrWait[] = [head('to/o'), remove('to/o'), head('to/o'), { op: 'DeleteBucket', bucket: 'to' }];

/** Whatever lies under a key is replaced by what is made of parts, and the other way round. */
function assemblies(): readonly NamedTrace[] {
  return Object.entries(BEFORE)
    .flatMap(([name, before]) => [
      ...ENCRYPTIONS.map((state) =>
        traceOfEvents(`${name}, made of parts as ${state}`, [...before, ...assemble('to', state, [1]), ...LOOK]),
      ),
      ...ENCRYPTIONS.map((state) =>
        traceOfEvents(`${name}, replaced by a replica that is made of parts as ${state}`, [
          replication('from', 'to', 'KR'),
          ...before,
          ...assemble('from', state, [1]),
          replicate('from/o'),
          ...LOOK,
        ]),
      ),
      ...ENCRYPTIONS.map((state) =>
        traceOfEvents(`in parts, and then ${name} replaced as ${state}`, [
          ...assemble('to', 'sseKms', [2]),
          ...before,
          put('to/o', HEADERS[state]),
          ...LOOK,
        ]),
      ),
      ...ENCRYPTIONS.map((state) =>
        traceOfEvents(`in parts, replaced by a replica under ${state}`, [
          replication('from', 'to', 'KR'),
          ...assemble('to', 'sseS3', [2]),
          put('from/o', HEADERS[state]),
          replicate('from/o'),
          ...LOOK,
        ]),
      ),
    ])
    .concat(
      [RULES.B0, RULES.B1].map((rule) =>
        traceOfEvents(`in parts, replaced by a replica of a plain object as ${rule.SSEAlgorithm}`, [
          replication('from', 'to', 'KR'),
          encrypt('to', rule),
          ...assemble('to', 'sseS3', [2]),
          replicate('from/o'),
          ...LOOK,
        ]),
      ),
    );
}

/** What happens to an upload of `to/m`. */
const UPLOAD_EVENTS: Readonly<Record<string, readonly EventOrWait[]>> = {
  begun: [begin('to/m')],
  'sent a part': [part('to/m', 1)],
  'sent a copy': [partCopy('from/o', 'to/m', 2)],
  listed: [listParts('to/m')],
  aborted: [abort('to/m')],
  completed: [complete('to/m', [1])],
  'without its bucket': [
    remove('to/o'),
    remove('to/m'),
    { op: 'DeleteBucket', bucket: 'to' },
    { op: 'CreateBucket', bucket: 'to' },
  ],
};

function uploads(): readonly NamedTrace[] {
  const all = Object.entries(UPLOAD_EVENTS);
  return all.flatMap(([first, one]) =>
    all.map(([second, two]) =>
      traceOfEvents(`an upload begun, ${first}, ${second}`, [
        begin('to/m'),
        part('to/m', 1),
        ...one,
        ...two,
        listParts('to/m'),
        part('to/m', 3),
        complete('to/m', [3]),
        head('to/m'),
      ]),
    ),
  );
}

/** An object made of parts, and an upload, in every state, and from there every event. */
export function uploadTraces(): readonly NamedTrace[] {
  return [...assemblies(), ...uploads()];
}
