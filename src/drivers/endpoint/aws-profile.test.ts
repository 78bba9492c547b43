import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { awsProfile, keysInEnvironment } from './aws-profile.ts';

test('keys, region and account of profiles, in the files of AWS', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bucketkey-aws-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = { AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'), AWS_CONFIG_FILE: join(folder, 'config') };
  const none = { keys: undefined, region: undefined, account: undefined };
  expect(await awsProfile('default', files)).toEqual(none);
  await writeFile(
    files.AWS_SHARED_CREDENTIALS_FILE,
    '# keys\n[default]\naws_access_key_id = A\naws_secret_access_key = a=b\n[ other ]\naws_access_key_id=B\n' +
      'aws_session_token=t\n[__proto__]\nregion=x\n[other]\nAWS_SECRET_ACCESS_KEY=b\n',
  );
  await writeFile(files.AWS_CONFIG_FILE, '[profile other]\nregion = eu-central-1\naws_account_id = 333333333333\n');
  expect(await awsProfile('default', files)).toEqual({ ...none, keys: { accessKeyId: 'A', secretAccessKey: 'a=b' } });
  expect(await awsProfile('other', files)).toEqual({
    keys: { accessKeyId: 'B', secretAccessKey: 'b', sessionToken: 't' },
    region: 'eu-central-1',
    account: '333333333333',
  });
  expect(await awsProfile('nobody', files)).toEqual(none);
  expect(await awsProfile('__proto__', files)).toEqual({ ...none, region: 'x' });
});

test('keys in the environment count where both are there', () => {
  expect(keysInEnvironment({ AWS_ACCESS_KEY_ID: 'A' })).toBeUndefined();
  const both = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 's' };
  expect(keysInEnvironment(both)).toEqual({ accessKeyId: 'A', secretAccessKey: 's' });
});
