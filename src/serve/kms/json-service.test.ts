import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { READER, STRANGER, type TestServer, testServer } from '../testing/test-server.ts';

type Answer = Readonly<Record<string, unknown>>;

async function ask(server: TestServer, operation: string, input: object = {}, by?: typeof READER): Promise<Answer> {
  const { text } = await server.kms(operation, input, by);
  return JSON.parse(text) as Answer;
}

async function withKey(): Promise<readonly [TestServer, string, string]> {
  const server = await testServer({ servesS3: false });
  const { KeyMetadata } = await ask(server, 'CreateKey', { Description: 'of a test' });
  const { Arn, KeyId } = KeyMetadata as { readonly Arn: string; readonly KeyId: string };
  return [server, Arn, KeyId];
}

const CONTEXT = { EncryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b', __proto__: 'x' } };

describe('encrypting', () => {
  test('a data key comes back with its context, and with no other', async () => {
    const [server, key] = await withKey();
    const made = await ask(server, 'GenerateDataKey', { KeyId: key, KeySpec: 'AES_256', ...CONTEXT });
    expect(Buffer.from(String(made.Plaintext), 'base64')).toHaveLength(32);
    const { CiphertextBlob } = made;
    expect(await ask(server, 'Decrypt', { CiphertextBlob, ...CONTEXT })).toMatchObject({
      KeyId: key,
      Plaintext: made.Plaintext,
    });
    const wrong = await server.kms('Decrypt', {
      CiphertextBlob,
      EncryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::c' },
    });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('InvalidCiphertextException')]);
  });

  test.each([
    [{ KeySpec: 'AES_128' }, 16],
    [{ NumberOfBytes: 100 }, 100],
  ])('data keys of %j', async (size, bytes) => {
    const [server, key] = await withKey();
    const made = await ask(server, 'GenerateDataKey', { KeyId: key, ...size });
    expect(Buffer.from(String(made.Plaintext), 'base64')).toHaveLength(bytes);
    const opened = await ask(server, 'Decrypt', { CiphertextBlob: made.CiphertextBlob });
    expect(opened.Plaintext).toBe(made.Plaintext);
  });

  test('without plaintext it stays where it is', async () => {
    const [server, key] = await withKey();
    const made = await ask(server, 'GenerateDataKeyWithoutPlaintext', { KeyId: key, KeySpec: 'AES_256' });
    expect(made).not.toHaveProperty('Plaintext');
    expect(await ask(server, 'Decrypt', { CiphertextBlob: made.CiphertextBlob })).toHaveProperty('Plaintext');
  });

  test('what is re-encrypted opens under the other key and context', async () => {
    const [server, key] = await withKey();
    const other = ((await ask(server, 'CreateKey')).KeyMetadata as { readonly Arn: string }).Arn;
    const Plaintext = Buffer.from('hello').toString('base64');
    const { CiphertextBlob } = await ask(server, 'Encrypt', { KeyId: key, Plaintext });
    const moved = await ask(server, 'ReEncrypt', {
      CiphertextBlob,
      DestinationKeyId: other,
      DestinationEncryptionContext: { a: 'b' },
    });
    expect(moved).toMatchObject({ SourceKeyId: key, KeyId: other });
    const input = { CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { a: 'b' } };
    expect((await ask(server, 'Decrypt', { ...input, KeyId: other })).Plaintext).toBe(Plaintext);
    expect((await ask(server, 'Decrypt', { ...input, KeyId: key })).__type).toBe('IncorrectKeyException');
  });

  test('what a rotated key wrapped before still opens', async () => {
    const [server, key] = await withKey();
    const { CiphertextBlob, Plaintext } = await ask(server, 'GenerateDataKey', { KeyId: key, KeySpec: 'AES_256' });
    await ask(server, 'EnableKeyRotation', { KeyId: key, RotationPeriodInDays: 90 });
    expect(await ask(server, 'GetKeyRotationStatus', { KeyId: key })).toEqual({
      KeyId: key,
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
    });
    expect(await ask(server, 'DisableKeyRotation', { KeyId: key })).toEqual({});
    expect(await ask(server, 'GetKeyRotationStatus', { KeyId: key })).toEqual({
      KeyId: key,
      KeyRotationEnabled: false,
    });
    expect(await ask(server, 'RotateKeyOnDemand', { KeyId: key })).toEqual({ KeyId: key });
    expect((await ask(server, 'Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
  });

  test('a blob of which a byte changed does not open, whichever it is', async () => {
    const [server, key] = await withKey();
    const { CiphertextBlob } = await ask(server, 'Encrypt', { KeyId: key, Plaintext: 'aGk=' });
    const blob = Buffer.from(String(CiphertextBlob), 'base64');
    for (let at = 0; at < blob.length; at += 9) {
      const changed = Buffer.from(blob);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const answer = await server.kms('Decrypt', { CiphertextBlob: changed.toString('base64') });
      expect(answer.status).toBe(400);
      expect(answer.text).toMatch(/InvalidCiphertextException|NotFoundException/);
    }
    expect(server.complaints).toEqual([]);
  });
});

describe('keys', () => {
  test('are described and listed, by id, ARN and alias', async () => {
    const [server, Arn, KeyId] = await withKey();
    await ask(server, 'CreateAlias', { AliasName: 'alias/mine', TargetKeyId: KeyId });
    for (const reference of [Arn, KeyId, 'alias/mine', 'arn:aws:kms:eu-west-1:111111111111:alias/mine'])
      expect((await ask(server, 'DescribeKey', { KeyId: reference })).KeyMetadata).toMatchObject({
        Arn,
        KeyState: 'Enabled',
        Description: 'of a test',
        KeyManager: 'CUSTOMER',
      });
    expect((await ask(server, 'ListAliases')).Aliases).toEqual([
      { AliasName: 'alias/mine', AliasArn: 'arn:aws:kms:eu-west-1:111111111111:alias/mine', TargetKeyId: KeyId },
    ]);
    const first = await ask(server, 'ListKeys', { Limit: 1 });
    const second = await ask(server, 'ListKeys', { Limit: 1, Marker: first.NextMarker });
    const ids = [first, second].flatMap(({ Keys }) => (Keys as { readonly KeyId: string }[]).map((one) => one.KeyId));
    expect([ids.sort(), second.Truncated]).toEqual([['aws-s3-111111111111', KeyId].sort(), false]);
  });

  test('have aliases that come and go', async () => {
    const [server, KeyId] = await withKey();
    const input = { KeyId: 'alias/mine', KeySpec: 'AES_256' };
    const alias = { AliasName: 'alias/mine', TargetKeyId: KeyId };
    expect(await ask(server, 'CreateAlias', alias)).toEqual({});
    expect((await ask(server, 'CreateAlias', alias)).__type).toBe('AlreadyExistsException');
    expect(await ask(server, 'GenerateDataKey', input)).toHaveProperty('Plaintext');
    expect(await ask(server, 'DeleteAlias', { AliasName: 'alias/mine' })).toEqual({});
    expect((await ask(server, 'GenerateDataKey', input)).__type).toBe('NotFoundException');
    expect((await ask(server, 'DeleteAlias', { AliasName: 'alias/mine' })).__type).toBe('NotFoundException');
    expect(await ask(server, 'CreateAlias', alias)).toEqual({});
  });

  test('take material from outside, the same again once it is gone, and no other', async () => {
    const server = await testServer({ servesS3: false });
    const { KeyMetadata } = await ask(server, 'CreateKey', { Origin: 'EXTERNAL' });
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingImport', Origin: 'EXTERNAL', Enabled: false });
    const { KeyId, Arn } = KeyMetadata as { readonly KeyId: string; readonly Arn: string };
    const material = Buffer.alloc(32, 7);
    const wrapped = async (bytes: Buffer, WrappingAlgorithm = 'RSAES_OAEP_SHA_256') => {
      const input = { KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' };
      const { PublicKey, ImportToken } = await ask(server, 'GetParametersForImport', input);
      const key = createPublicKey({ key: Buffer.from(String(PublicKey), 'base64'), type: 'spki', format: 'der' });
      const oaepHash = WrappingAlgorithm.endsWith('256') ? 'sha256' : 'sha1';
      const sealed = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes);
      return { KeyId, ImportToken, EncryptedKeyMaterial: sealed.toString('base64') };
    };
    const forEver = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
    const first = await wrapped(material);
    expect((await ask(server, 'GenerateDataKey', { KeyId, KeySpec: 'AES_256' })).__type).toBe(
      'KMSInvalidStateException',
    );
    for (const [wrong, code] of [
      [{ ...first, ImportToken: 'AAAA', ...forEver }, 'InvalidImportTokenException'],
      [{ ...first, EncryptedKeyMaterial: 'AAAA', ...forEver }, 'InvalidCiphertextException'],
      [{ ...(await wrapped(material.subarray(1))), ...forEver }, 'IncorrectKeyMaterialException'],
      [first, 'ValidationException'],
      [{ ...first, ValidTo: 1 }, 'ValidationException'],
      [{ ...first, ...forEver, ValidTo: 4e9 }, 'ValidationException'],
      [{ ...first, ...forEver, ImportType: 'NEW_KEY_MATERIAL' }, 'UnsupportedOperationException'],
    ] as const)
      expect([(await ask(server, 'ImportKeyMaterial', wrong)).__type, wrong]).toEqual([code, wrong]);
    expect(await ask(server, 'ImportKeyMaterial', { ...first, ...forEver })).toEqual({
      KeyId: Arn,
      KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { CiphertextBlob, Plaintext } = await ask(server, 'GenerateDataKey', { KeyId, KeySpec: 'AES_256' });
    expect(await ask(server, 'DeleteImportedKeyMaterial', { KeyId })).toEqual({ KeyId: Arn });
    expect((await ask(server, 'Decrypt', { CiphertextBlob })).__type).toBe('KMSInvalidStateException');
    const other = await wrapped(Buffer.alloc(32, 8));
    expect((await ask(server, 'ImportKeyMaterial', { ...other, ...forEver })).__type).toBe(
      'IncorrectKeyMaterialException',
    );
    const ValidTo = Date.now() / 1_000 + 3_600;
    const again = await wrapped(material, 'RSAES_OAEP_SHA_1');
    expect(await ask(server, 'ImportKeyMaterial', { ...again, ValidTo })).toHaveProperty('KeyMaterialId');
    expect((await ask(server, 'Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
    expect((await ask(server, 'DescribeKey', { KeyId })).KeyMetadata).toMatchObject({
      ExpirationModel: 'KEY_MATERIAL_EXPIRES',
      ValidTo: expect.closeTo(ValidTo, 0),
    });
    expect((await ask(server, 'EnableKeyRotation', { KeyId })).__type).toBe('UnsupportedOperationException');
  });

  test('that KMS makes material for take none', async () => {
    const [server, , KeyId] = await withKey();
    const how = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    const sent = { ImportToken: 'AAAA', EncryptedKeyMaterial: 'AAAA', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
    expect((await ask(server, 'GetParametersForImport', { KeyId, ...how })).__type).toBe(
      'UnsupportedOperationException',
    );
    expect((await ask(server, 'ImportKeyMaterial', { KeyId, ...sent })).__type).toBe('UnsupportedOperationException');
    expect((await ask(server, 'DeleteImportedKeyMaterial', { KeyId })).__type).toBe('UnsupportedOperationException');
    expect((await ask(server, 'ImportKeyMaterial', { KeyId: 'none', ...sent })).__type).toBe('NotFoundException');
    expect((await ask(server, 'GetParametersForImport', { KeyId, ...how, WrappingKeySpec: 'SM2' })).__type).toBe(
      'ValidationException',
    );
  });

  test('have grants that come and go', async () => {
    const [server, KeyId] = await withKey();
    const grant = {
      KeyId,
      GranteePrincipal: 'arn:aws:iam::111111111111:role/ann',
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextSubset: { a: 'b' } },
    };
    const { GrantId, GrantToken } = await ask(server, 'CreateGrant', grant);
    expect([GrantId, GrantToken]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.any(String)]);
    expect(await ask(server, 'RevokeGrant', { KeyId, GrantId })).toEqual({});
    expect((await ask(server, 'RevokeGrant', { KeyId, GrantId })).__type).toBe('NotFoundException');
    const retired = { ...grant, RetiringPrincipal: grant.GranteePrincipal };
    const other = { KeyId, GrantId: (await ask(server, 'CreateGrant', retired)).GrantId };
    expect(await ask(server, 'RetireGrant', other)).toEqual({});
    expect((await ask(server, 'RetireGrant', other)).__type).toBe('NotFoundException');
    for (const [wrong, code] of [
      [{ Operations: ['Sign'] }, 'UnsupportedOperationException'],
      [{ Operations: [] }, 'ValidationException'],
      [{ GranteePrincipal: 'ann' }, 'InvalidArnException'],
      [{ Constraints: { EncryptionContextEquals: 'a' } }, 'ValidationException'],
      [{ RetiringPrincipal: 'ann' }, 'InvalidArnException'],
      [{ Name: 'g' }, 'UnsupportedOperationException'],
    ] as const)
      expect((await ask(server, 'CreateGrant', { ...grant, ...wrong })).__type).toBe(code);
  });

  test('that are disabled refuse, and serve again when they are enabled', async () => {
    const [server, KeyId] = await withKey();
    const input = { KeyId, KeySpec: 'AES_256' };
    expect(await ask(server, 'DisableKey', { KeyId })).toEqual({});
    expect((await ask(server, 'GenerateDataKey', input)).__type).toBe('DisabledException');
    await ask(server, 'EnableKey', { KeyId });
    expect(await ask(server, 'GenerateDataKey', input)).toHaveProperty('Plaintext');
  });

  test('are deleted when their waiting period is over', async () => {
    const [server, KeyId] = await withKey();
    const scheduled = await ask(server, 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    expect(scheduled).toMatchObject({ KeyState: 'PendingDeletion', PendingWindowInDays: 7 });
    expect((await ask(server, 'DescribeKey', { KeyId })).KeyMetadata).toHaveProperty('DeletionDate');
    await ask(server, 'CancelKeyDeletion', { KeyId });
    expect((await ask(server, 'DescribeKey', { KeyId })).KeyMetadata).toMatchObject({ KeyState: 'Disabled' });
    await ask(server, 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    await server.admin('POST', 'clock', { advanceMs: 7 * 86_400_000 });
    expect((await ask(server, 'DescribeKey', { KeyId })).__type).toBe('NotFoundException');
  });

  test('obey their policy, which is shown as it was put', async () => {
    const [server, KeyId] = await withKey();
    const root = { AWS: 'arn:aws:iam::111111111111:root' };
    const allow = { Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' };
    const deny = {
      Effect: 'Deny',
      Principal: { AWS: 'arn:aws:iam::111111111111:role/reader' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] } },
    };
    const Policy = JSON.stringify({ Statement: [allow, deny] });
    expect(await ask(server, 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy })).toEqual({});
    expect((await ask(server, 'GetKeyPolicy', { KeyId })).Policy).toBe(Policy);
    const encrypted = async (arn: string) => {
      const EncryptionContext = { 'aws:s3:arn': arn };
      const { CiphertextBlob } = await ask(server, 'Encrypt', { KeyId, Plaintext: 'aGk=', EncryptionContext });
      return ask(server, 'Decrypt', { CiphertextBlob, EncryptionContext }, READER);
    };
    expect((await encrypted('arn:aws:s3:::b/k')).__type).toBe('AccessDeniedException');
    expect(await encrypted('arn:aws:s3:::c')).toHaveProperty('Plaintext');
    const lockedOut = JSON.stringify({ Statement: [deny] });
    expect((await ask(server, 'PutKeyPolicy', { KeyId, Policy: lockedOut })).__type).toBe(
      'MalformedPolicyDocumentException',
    );
    const made = { Policy: lockedOut };
    expect((await ask(server, 'CreateKey', made)).__type).toBe('MalformedPolicyDocumentException');
    const bypassed = await ask(server, 'CreateKey', { ...made, BypassPolicyLockoutSafetyCheck: true });
    const { KeyId: lockedId } = bypassed.KeyMetadata as { readonly KeyId: string };
    expect((await ask(server, 'DisableKey', { KeyId: lockedId })).__type).toBe('AccessDeniedException');
  });

  test('of another account are not controlled', async () => {
    const [server, arn, id] = await withKey();
    expect((await ask(server, 'DisableKey', { KeyId: id }, STRANGER)).__type).toBe('NotFoundException');
    expect((await ask(server, 'DisableKey', { KeyId: arn }, STRANGER)).__type).toBe('AccessDeniedException');
    expect((await ask(server, 'Encrypt', { KeyId: arn, Plaintext: 'aGk=' }, STRANGER)).__type).toBe(
      'AccessDeniedException',
    );
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown key', 'Encrypt', { KeyId: 'none', Plaintext: 'aGk=' }, 'NotFoundException'],
    ['the managed key', 'Encrypt', { KeyId: 'alias/aws/s3', Plaintext: 'aGk=' }, 'AccessDeniedException'],
    ['no key', 'Encrypt', { Plaintext: 'aGk=' }, 'ValidationException'],
    [
      'a context of numbers',
      'Encrypt',
      { KeyId: 'x', Plaintext: 'aGk=', EncryptionContext: { a: 1 } },
      'ValidationException',
    ],
    ['two sizes', 'GenerateDataKey', { KeyId: 'x', KeySpec: 'AES_256', NumberOfBytes: 1 }, 'ValidationException'],
    ['no base64', 'Decrypt', { CiphertextBlob: '!' }, 'SerializationException'],
    ['no blob', 'Decrypt', { CiphertextBlob: 'aGk=' }, 'InvalidCiphertextException'],
    ['a dry run', 'Decrypt', { CiphertextBlob: 'aGk=', DryRun: true }, 'UnsupportedOperationException'],
    ['an asymmetric key', 'CreateKey', { KeySpec: 'RSA_2048' }, 'UnsupportedOperationException'],
    [
      'a condition nobody knows',
      'CreateKey',
      {
        Policy:
          '{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}}',
      },
      'UnsupportedOperationException',
    ],
    ['a policy that is none', 'CreateKey', { Policy: 'x' }, 'MalformedPolicyDocumentException'],
    ['an alias of AWS', 'CreateAlias', { AliasName: 'alias/aws/x', TargetKeyId: 'x' }, 'NotAuthorizedException'],
    ['a short waiting period', 'ScheduleKeyDeletion', { KeyId: 'x', PendingWindowInDays: 1 }, 'ValidationException'],
    ['an operation there is not', 'Sign', {}, 'UnknownOperationException'],
  ])('%s', async (_what, operation, input, type) => {
    const server = await testServer();
    const answer = await ask(server, operation, input);
    expect(answer.__type).toBe(type);
    expect(server.complaints).toEqual([]);
  });

  test('who does not sign, or signs wrongly', async () => {
    const server = await testServer();
    const headers = { 'x-amz-target': 'TrentService.ListKeys' };
    const unsigned = await server.send({ method: 'POST', path: '/', headers, body: '{}', by: null });
    expect(unsigned.text).toContain('MissingAuthenticationTokenException');
    expect((await server.kms('ListKeys', {}, { ...READER, secretAccessKey: 'x' })).text).toContain(
      'InvalidSignatureException',
    );
    expect((await server.kms('ListKeys', {}, { ...READER, accessKeyId: 'x' })).text).toContain(
      'UnrecognizedClientException',
    );
  });

  test('S3, where there is none', async () => {
    const server = await testServer({ servesS3: false });
    expect((await server.send({ path: '/' })).status).toBe(501);
  });
});
