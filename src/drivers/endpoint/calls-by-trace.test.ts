import { describe, expect, test } from 'vitest';
import { testServer, WRITER } from '../../serve/testing/test-server.ts';
import { CallsByTrace, type CallsOfTrace } from './calls-by-trace.ts';
import { endpointUrl } from './endpoint-url.ts';
import { kmsLogAt, type RecordedCall } from './kms-call-log.ts';

/** A log that somebody writes, and that is read in turns; a read takes until the next turn. */
function log() {
  const written: RecordedCall[] = [];
  let reads = 0;
  const read = {
    newCalls: async () => {
      reads += 1;
      const calls = written.splice(0);
      await new Promise((resolve) => setImmediate(resolve));
      return calls;
    },
  };
  return { calls: new CallsByTrace(read, 'run00001'), written, reads: () => reads };
}

function call(arn: string | undefined, operation: RecordedCall['operation'] = 'Decrypt'): RecordedCall {
  const context: Record<string, string> = arn === undefined ? {} : { 'aws:s3:arn': arn };
  return { operation, by: 'writer', isForwarded: true, keyArn: 'k', context };
}

const ONE = 'bucketkey-run00001-1-';
const OTHER = 'bucketkey-run00001-1z-';
const arnOf = (prefix: string) => `arn:aws:s3:::${prefix}alpha`;
const operations = (calls: readonly RecordedCall[] | undefined) => calls?.map(({ operation }) => operation);

/** A request that has calls made while it is under way. */
async function asked(trace: CallsOfTrace, written: RecordedCall[], calls: readonly RecordedCall[]) {
  trace.begin();
  written.push(...calls);
  return operations(await trace.end());
}

describe('calls of traces that are under way at a time', () => {
  test('are told apart by the bucket that their context names, in whatever form', async () => {
    const { calls, written } = log();
    const [one, other] = [await calls.trace(ONE), await calls.trace(OTHER)];
    one.begin();
    other.begin();
    written.push(call(`${arnOf(ONE)}/a`), call(`arn:aws:s3::writer:${OTHER}alpha/a`, 'Encrypt'), call(arnOf(ONE)));
    expect(operations(await one.end())).toEqual(['Decrypt', 'Decrypt']);
    expect(operations(await other.end())).toEqual(['Encrypt']);
    expect(calls.unclearSteps).toBe(0);
  });

  test('that no context tells are of nobody: of each that asks they are not known, and the next ones are', async () => {
    const { calls, written } = log();
    const [one, other, idle] = [await calls.trace(ONE), await calls.trace(OTHER), await calls.trace('x')];
    one.begin();
    other.begin();
    written.push(call(undefined), call(arnOf(OTHER)));
    expect([await one.end(), await other.end()]).toEqual([undefined, undefined]);
    expect(await asked(idle, written, [])).toEqual([]);
    expect(await asked(other, written, [call(arnOf(OTHER))])).toEqual(['Decrypt']);
    expect(calls.unclearSteps).toBe(2);
  });

  test('are of the only one that asks, whatever their context', async () => {
    const { calls, written } = log();
    const [one, other] = [await calls.trace(ONE), await calls.trace(OTHER)];
    expect(await asked(one, written, [call(undefined), call('arn:aws:s3:::elsewhere')])).toHaveLength(2);
    expect(await asked(other, written, [])).toEqual([]);
  });

  test('that name a trace which asks nothing are not told to who does, and its next step is not known', async () => {
    const { calls, written } = log();
    const [one, other] = [await calls.trace(ONE), await calls.trace(OTHER)];
    expect(await asked(one, written, [call(arnOf(OTHER))])).toEqual([]);
    expect(await asked(other, written, [])).toBeUndefined();
    expect(await asked(other, written, [])).toEqual([]);
  });

  test('of before a trace, and of one that is over, are of no step', async () => {
    const { calls, written } = log();
    written.push(call(undefined), call(arnOf(ONE)));
    const one = await calls.trace(ONE);
    expect(await asked(one, written, [])).toEqual([]);
    one.close();
    const other = await calls.trace(OTHER);
    expect(await asked(other, written, [call(arnOf(ONE))])).toEqual([]);
  });

  test('are read once for all who wait, and never by two at a time', async () => {
    const { calls, reads } = log();
    const traces = await Promise.all(Array.from({ length: 8 }, (_, place) => calls.trace(`t${place}-`)));
    const before = reads();
    for (const trace of traces) trace.begin();
    await Promise.all(traces.map((trace) => trace.end()));
    expect(reads() - before).toBe(1);
  });

  test('that cannot be read are a failure of each who waits, and the next who asks has another try', async () => {
    let isBroken = false;
    const newCalls = async () => {
      if (isBroken) throw new Error('no log');
      return [];
    };
    const calls = new CallsByTrace({ newCalls }, 'run00001');
    const [one, other] = [await calls.trace(ONE), await calls.trace(OTHER)];
    isBroken = true;
    const ends = await Promise.allSettled([one.end(), other.end()]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isBroken = false;
    expect(await one.end()).toEqual([]);
  });
});

test('the log of a KMS of its own, which a server calls as a Vault, tells the traces their calls', async () => {
  const server = await testServer({ servesS3: false });
  const dataKeyFor = async (path: string, pairs?: object): Promise<void> => {
    const context = pairs === undefined ? {} : { context: Buffer.from(JSON.stringify(pairs)).toString('base64') };
    const headers = { 'x-vault-token': WRITER.secretAccessKey };
    const request = { method: 'POST', path: `/v1/transit/${path}`, headers, by: null, body: JSON.stringify(context) };
    expect((await server.send(request)).status).toBeLessThan(300);
  };
  await dataKeyFor('keys/mine');
  const calls = new CallsByTrace(kmsLogAt(endpointUrl(server.address)), 'run00001');
  const [one, other] = [await calls.trace(ONE), await calls.trace(OTHER)];
  const nameOf = (prefix: string) => ({ 'aws:s3:arn': `arn:aws:s3::writer:${prefix}alpha/a` });
  one.begin();
  other.begin();
  await dataKeyFor('datakey/plaintext/mine', nameOf(ONE));
  await dataKeyFor('datakey/plaintext/mine', nameOf(OTHER));
  expect([operations(await one.end()), operations(await other.end())]).toEqual([
    ['GenerateDataKey'],
    ['GenerateDataKey'],
  ]);
  one.begin();
  other.begin();
  await dataKeyFor('datakey/plaintext/mine');
  expect([await one.end(), await other.end()]).toEqual([undefined, undefined]);
});
