import { expect, test } from 'vitest';
import { eventOf } from '../events/event-of.ts';
import { readAll } from '../testing/bytes.ts';

const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

function line(requester: string, operation: string, key: string, status = '200', error = '-'): string {
  return (
    `${OWNER} logs [02/Jan/2026:03:04:05 +0000] 203.0.113.10 ${requester} 3E57427F33A59F07 ${operation} ${key} ` +
    `"GET /logs/a\\"b HTTP/1.1" ${status} ${error} 113 - 7 - "-" "S3Console/0.4" - hostid SigV4 TLS13 AuthHeader x.s3`
  );
}

const ROLE = 'arn:aws:sts::111122223333:assumed-role/etl/i-1';

test.each<[string, string, object]>([
  [
    'a role session',
    line(ROLE, 'REST.GET.OBJECT', 'a/b+c%2Bd'),
    {
      name: 'GetObject',
      bucket: 'logs',
      key: 'a/b c+d',
      isLogged: true,
      error: undefined,
      atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      caller: { name: 'etl', session: 'i-1', account: '111122223333' },
    },
  ],
  [
    'a user',
    line('arn:aws:iam::111122223333:user/path/ann', 'REST.PUT.OBJECT', 'a'),
    { name: 'PutObject', caller: { name: 'ann' } },
  ],
  ['nobody', line('-', 'REST.HEAD.OBJECT', 'a'), { caller: { isAnonymous: true } }],
  [
    'a service',
    line('svc:delivery.logs.amazonaws.com', 'REST.PUT.OBJECT', 'a'),
    { caller: { service: 'delivery.logs.amazonaws.com' } },
  ],
  ['somebody known by a canonical id', line(OWNER, 'REST.GET.OBJECT', 'a'), { caller: { principal: OWNER } }],
  ['a refusal', line(ROLE, 'REST.GET.OBJECT', 'a', '403', 'AccessDenied'), { error: 'AccessDenied' }],
  ['one without a code', line(ROLE, 'REST.HEAD.OBJECT', 'a', '404'), { error: 'HTTP 404' }],
  ['a request for a bucket', line(ROLE, 'REST.GET.BUCKET', '-'), { name: 'REST.GET.BUCKET', key: undefined }],
  ['a key that is no URL', line(ROLE, 'REST.GET.OBJECT', '100%'), { key: '100%' }],
])('%s', async (_what, text, told) => {
  const { records, unreadable } = await readAll(`${text}\n`, 50);
  expect(unreadable).toEqual([]);
  expect(records.map(eventOf)).toMatchObject([told]);
});

test('a line that cannot be read is passed over, and one without end ends the log', async () => {
  const good = line(ROLE, 'REST.GET.OBJECT', 'a');
  const { records, unreadable, lines } = await readAll(
    `${good}\nnonsense\n\n${good}\n${'x'.repeat(1_100_000)}`,
    65_536,
  );
  expect(records).toHaveLength(2);
  expect(unreadable).toEqual(['not a record', 'too long']);
  expect(lines).toEqual([2, 5]);
});
