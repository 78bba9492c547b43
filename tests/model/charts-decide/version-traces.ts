import type { Event, VersioningStatus } from '../../../model/index.ts';
import { OTHER_BODY, TEST_BODY } from '../../../model/testing/scene.ts';
import { traceOfEvents } from './acts.ts';
import type { NamedTrace } from './recording.ts';

const OBJECT = { bucket: 'from', key: 'o' } as const;

function sets(status: VersioningStatus): Event {
  return { op: 'PutBucketVersioning', bucket: 'from', status };
}

/** What tells a bucket that keeps versions from one that is suspended, and from one that never kept any. */
const TELLING: readonly Event[] = [
  { op: 'PutObject', ...OBJECT, body: TEST_BODY, headers: {} },
  { op: 'PutObject', ...OBJECT, body: OTHER_BODY, headers: {} },
  { op: 'GetObject', ...OBJECT, versionId: '#1' },
  { op: 'DeleteObject', ...OBJECT },
  { op: 'GetObject', ...OBJECT, versionId: '#1' },
];

/** Every order of two settings of the versioning of a bucket, and what comes of each. */
export function versionTraces(): readonly NamedTrace[] {
  const statuses = ['Enabled', 'Suspended'] as const;
  return [
    ...statuses.map((one) => traceOfEvents(`versioning ${one}`, [sets(one), ...TELLING])),
    ...statuses.flatMap((one) =>
      statuses.map((other) => traceOfEvents(`versioning ${one}, ${other}`, [sets(one), sets(other), ...TELLING])),
    ),
  ];
}
