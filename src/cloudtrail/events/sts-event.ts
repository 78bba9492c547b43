import { createHash } from 'node:crypto';
import type { RawRecord } from '../reading/read-records.ts';
import { idAt, objectAt, objectsAt, textAt } from './fields.ts';
import type { EventFrame, StsEvent } from './trail-event.ts';

/** Characters of the fingerprint of a policy: enough to tell a billion of them apart. */
const FINGERPRINT = 16;

/**
 * A session that was opened: the only place where a scoping policy shows (F-95). It is kept as a fingerprint, which is
 * all that it takes to tell policies apart.
 */
export function stsEventOf(frame: EventFrame, record: RawRecord): StsEvent {
  const asked = objectAt(record, 'requestParameters');
  const answered = objectAt(record, 'responseElements');
  return {
    atMs: frame.atMs,
    name: frame.name,
    region: frame.region,
    id: frame.id,
    error: frame.error,
    caller: frame.caller,
    source: 'sts',
    givenKey: idAt(objectAt(answered, 'credentials'), 'accessKeyId'),
    sessionId: idAt(objectAt(answered, 'assumedRoleUser'), 'assumedRoleId'),
    scopingPolicy: fingerprint(asked),
  };
}

function fingerprint(asked: RawRecord | undefined): string | undefined {
  // Policies are longer than names; whoever changes a blank in one has another one, as far as anybody knows.
  const policy = typeof asked?.policy === 'string' ? asked.policy : '';
  const arns = objectsAt(asked, 'policyArns').map((one) => textAt(one, 'arn') ?? '');
  if (policy === '' && arns.length === 0) return undefined;
  const text = JSON.stringify([policy, arns.toSorted()]);
  return createHash('sha256').update(text).digest('hex').slice(0, FINGERPRINT);
}
