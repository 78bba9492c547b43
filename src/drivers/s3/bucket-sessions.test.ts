import { describe, expect, test } from 'vitest';
import type { DriverRequest, SigningKeys } from '../http/driver-request.ts';
import { NoAnswerError } from '../http/exchange.ts';
import { BucketSessions } from './bucket-sessions.ts';

const ME = { accessKeyId: 'AKIAME', secretAccessKey: 'secret' };
const READ: DriverRequest = { path: '/b/k', service: 's3express', session: 'b' };
const MINUTE_MS = 60_000;

const given = (fields: string) => `<CreateSessionResult><Credentials>${fields}</Credentials></CreateSessionResult>`;
const SECRET = '<SecretAccessKey>s</SecretAccessKey>';
const WHOLE = given(`<AccessKeyId>ASIA1</AccessKeyId>${SECRET}<SessionToken>t</SessionToken>`);

/** Sessions at a server that answers each CreateSession so; what it is asked, and by whom, is told. */
function sessions(body: string, status = 200) {
  const asked: string[] = [];
  const clock = { ms: 0 };
  const send = async (request: DriverRequest, { accessKeyId }: SigningKeys) => {
    const isSession = request.query?.session !== undefined;
    asked.push(`${accessKeyId} ${isSession ? 'CreateSession' : request.path}`);
    return { status: isSession ? status : 200, headers: {}, bytes: Buffer.from(isSession ? body : 'content') };
  };
  const all = new BucketSessions(send, () => clock.ms);
  return { asked, clock, ask: (request = READ, keys: SigningKeys = ME) => all.send(request, keys) };
}

describe('sessions of directory buckets', () => {
  test('one for each bucket and each who asks, and another before it ends', async () => {
    const { asked, clock, ask } = sessions(WHOLE);
    expect((await ask()).bytes.toString()).toBe('content');
    await ask();
    expect(asked.splice(0)).toEqual(['AKIAME CreateSession', 'ASIA1 /b/k', 'ASIA1 /b/k']);
    await ask({ ...READ, session: 'c' });
    await ask(READ, { ...ME, accessKeyId: 'AKIAYOU' });
    expect(asked.splice(0).filter((one) => one.endsWith('CreateSession'))).toEqual([
      'AKIAME CreateSession',
      'AKIAYOU CreateSession',
    ]);
    clock.ms = 4 * MINUTE_MS - 1;
    await ask();
    expect(asked.splice(0)).toEqual(['ASIA1 /b/k']);
    clock.ms += 1;
    await ask();
    expect(asked).toEqual(['AKIAME CreateSession', 'ASIA1 /b/k']);
  });

  test('none for a request that names none', async () => {
    const { asked, ask } = sessions(WHOLE);
    const { session: _, ...bare } = READ;
    await ask(bare);
    expect(asked).toEqual(['AKIAME /b/k']);
  });

  test('what refuses one is the answer, each time', async () => {
    const { asked, ask } = sessions('<Error><Code>AccessDenied</Code></Error>', 403);
    for (let i = 0; i < 2; i += 1) expect(await ask()).toMatchObject({ status: 403 });
    expect(asked).toEqual(['AKIAME CreateSession', 'AKIAME CreateSession']);
  });

  test.each([
    ['nothing', ''],
    ['a list of objects', '<ListBucketResult></ListBucketResult>'],
    ['no credentials', '<CreateSessionResult></CreateSessionResult>'],
    ['no token', given(`<AccessKeyId>ASIA1</AccessKeyId>${SECRET}`)],
    ['a key that is none', WHOLE.replace('ASIA1', 'a/b')],
    ['a token of two lines', WHOLE.replace('>t<', '>t&#10;x: y<')],
    ['an endless token', WHOLE.replace('>t<', `>${'t'.repeat(5_000)}<`)],
  ])('are not had of %s', async (_what, body) => {
    await expect(sessions(body).ask()).rejects.toThrow(NoAnswerError);
  });
});
