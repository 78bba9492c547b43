import { describe, expect, test } from 'vitest';
import { bucketKey } from './bucket-key.ts';

describe('bucket key', () => {
  test('a retired bucket key decrypts what it made, and makes nothing new (F-106, F-107)', () => {
    expect(bucketKey.next('active', 'LifetimeRotation')).toBe('retired');
    expect(bucketKey.next('retired', 'Unwrap')).toBe('retired');
    expect(bucketKey.next('retired', 'MakeDataKey')).toBeUndefined();
  });

  test('without its KMS key a bucket key is lost for ever, young or old (F-121)', () => {
    expect(bucketKey.next('active', 'KmsKeyDeleted')).toBe('unrecoverable');
    expect(bucketKey.next('retired', 'KmsKeyDeleted')).toBe('unrecoverable');
    for (const event of bucketKey.events) expect(bucketKey.next('unrecoverable', event)).toBeUndefined();
  });
});
