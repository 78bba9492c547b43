import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../model/index.ts';
import { predict } from './predict.ts';
import { readWorkload } from './read-workload.ts';
import type { WorkloadRequest } from './request.ts';
import { requesterRules, withRequesters } from './requester-rules.ts';
import type { MixOptions } from './ycsb.ts';

const NOTHING: MixOptions = { operations: undefined, spanMs: undefined };

function source(text: string) {
  return { name: 'mix', bytes: Readable.from([Buffer.from(text)]) };
}

async function requestsOf(text: string, options = NOTHING) {
  const { requests, leftOut } = await readWorkload(source(text), undefined, options);
  const all: WorkloadRequest[] = [];
  for await (const request of requests) all.push(request);
  const counts = new Map<string, number>();
  for (const { operation } of all) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return { all, counts: Object.fromEntries(counts), leftOut: Object.fromEntries(leftOut) };
}

function ycsb(properties: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
  return `# Yahoo! Cloud System Benchmark\nworkload=site.ycsb.workloads.CoreWorkload\n${lines.join('')}`;
}

const B = { recordcount: 1_000, operationcount: 2_000, readproportion: 0.95, updateproportion: 0.05 };

describe('YCSB', () => {
  test('workload B: 95 reads to 5 updates, over a day unless somebody says otherwise', async () => {
    const { all, counts } = await requestsOf(ycsb({ ...B, requestdistribution: 'zipfian' }));
    expect(counts).toEqual({ GetObject: 1_900, PutObject: 100 });
    expect(all.at(-1)?.ms).toBe(86_400_000 - 43_200);
    expect((await requestsOf(ycsb({ ...B, target: 100 }))).all.at(-1)?.ms).toBe(20_000 - 10);
    const asked = await requestsOf(ycsb(B), { operations: 100, spanMs: HOUR_MS });
    expect([asked.counts, asked.all.at(-1)?.ms]).toEqual([{ GetObject: 95, PutObject: 5 }, HOUR_MS - 36_000]);
  });

  test.each([
    ['uniform', 0, 60],
    ['zipfian', 120, 400],
    ['latest', 120, 400],
  ])('%s: how often the most popular object is read', async (requestdistribution, least, most) => {
    const { all } = await requestsOf(ycsb({ ...B, requestdistribution }));
    const reads = new Map<string, number>();
    for (const { object } of all) reads.set(object, (reads.get(object) ?? 0) + 1);
    const [popular] = [...reads].sort(([, a], [, b]) => b - a);
    expect(popular?.[1]).toBeGreaterThan(least);
    expect(popular?.[1]).toBeLessThan(most);
    if (requestdistribution !== 'uniform')
      expect(popular?.[0]).toBe(requestdistribution === 'latest' ? 'user999' : 'user0');
    for (const { object } of all) expect(Number(object.slice(4))).toBeLessThan(1_000);
  });

  test('inserts are new, scans read as many as they are long on average, and a change reads and writes', async () => {
    const none = { readproportion: 0, updateproportion: 0, recordcount: 10, operationcount: 4 };
    const inserts = await requestsOf(ycsb({ ...none, insertproportion: 1 }));
    expect(inserts.all.map(({ object }) => object)).toEqual(['user10', 'user11', 'user12', 'user13']);
    const changes = await requestsOf(ycsb({ ...none, readmodifywriteproportion: 1 }));
    expect(changes.counts).toEqual({ GetObject: 4, PutObject: 4 });
    expect(changes.all[0]?.object).toBe(changes.all[1]?.object);
    const scans = await requestsOf(ycsb({ ...none, recordcount: 1_000_000, scanproportion: 1, maxscanlength: 100 }));
    expect(scans.counts).toEqual({ GetObject: 200 });
  });

  test.each([
    [{ requestdistribution: 'hotspot' }, 'requestdistribution is none of'],
    [{ readproportion: 0, updateproportion: 0 }, 'no proportion is above 0'],
    [{ recordcount: 'many' }, 'recordcount is no number'],
  ])('%j is an error', async (properties, problem) => {
    await expect(requestsOf(ycsb(properties))).rejects.toThrow(problem);
  });
});

const COSBENCH = `<?xml version="1.0" encoding="UTF-8" ?>
<workload name="s3-sample" description="sample">
  <storage type="s3" config="accesskey=a;secretkey=b;endpoint=http://127.0.0.1" />
  <workflow>
    <workstage name="init"><work type="init" workers="1" config="cprefix=s3test;containers=r(1,2)" /></workstage>
    <workstage name="main">
      <work name="main" workers="8" runtime="30" totalOps="1000">
        <operation type="read" ratio="80" config="cprefix=s3test;containers=u(1,2);objects=u(1,10)" />
        <operation type="write" ratio="15" config="cprefix=s3test;containers=c(2);objects=s(11,20);sizes=c(64)KB" />
        <operation type="list" ratio="5" config="cprefix=s3test;containers=c(1)" />
      </work>
    </workstage>
  </workflow>
</workload>`;

describe('COSBench', () => {
  test('the works that have operations, by their ratios, over their runtime', async () => {
    const { all, counts, leftOut } = await requestsOf(COSBENCH);
    expect(counts).toEqual({ GetObject: 800, PutObject: 150 });
    expect(leftOut).toEqual({ list: 50 });
    expect(all.at(-1)?.ms).toBeLessThan(30_000);
    const writes = all.filter(({ operation }) => operation === 'PutObject');
    expect(writes.slice(0, 3).map(({ bucket, object }) => `${bucket}/${object}`)).toEqual([
      's3test2/myobjects11',
      's3test2/myobjects12',
      's3test2/myobjects13',
    ]);
    expect(new Set(all.map(({ bucket }) => bucket))).toEqual(new Set(['s3test1', 's3test2']));
  });

  test('without a number of operations somebody has to say it', async () => {
    const open = COSBENCH.replace(' totalOps="1000"', '');
    await expect(requestsOf(open)).rejects.toThrow('--operations');
    expect((await requestsOf(open, { operations: 100, spanMs: HOUR_MS })).counts).toEqual({
      GetObject: 80,
      PutObject: 15,
    });
  });

  test.each([
    ['<workload><workflow/></workload>', 'no work of it has operations'],
    ['<workload>', 'no XML of COSBench'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><workload/>', 'no XML of COSBench'],
    [COSBENCH.replace('u(1,2)', 'z(1,2)'), 'containers is no selector'],
  ])('%j is an error', async (text, problem) => {
    await expect(requestsOf(text)).rejects.toThrow(problem);
  });
});

describe('rules that say who asks', () => {
  const rulesOf = (text: string) => requesterRules(Readable.from([Buffer.from(text)]), 'rules');

  test('the first that matches counts', async () => {
    const rules = await rulesOf('object,operation,requester\ntenants/*,,{bucket}/{prefix}\n*,PutObject,writer\n');
    const asked = (operation: string, object: string) => ({ ms: 0, operation, bucket: 'b', object, requester: 'r' });
    const requests = [asked('PutObject', 'tenants/1'), asked('PutObject', 'a'), asked('GetObject', 'a')];
    const named: string[] = [];
    for await (const { requester } of withRequesters({ requests, leftOut: new Map() }, rules).requests)
      named.push(requester);
    expect(named).toEqual(['b/tenants', 'writer', 'r']);
  });

  test('two who read what a third writes need bucket keys of their own', async () => {
    const rules = await rulesOf('operation,object,requester\nPutObject,,app\n,*0,one\n,*,two\n');
    const workload = await readWorkload(source(ycsb({ ...B, requestdistribution: 'uniform' })));
    const options = { lifetimesMs: [48 * HOUR_MS], caches: [1] };
    const alone = await predict(workload, options);
    const again = await readWorkload(source(ycsb({ ...B, requestdistribution: 'uniform' })));
    const apart = await predict(withRequesters(again, rules), options);
    expect([alone.with[0]?.calls, alone.requesters]).toEqual([2, 1]);
    expect([apart.with[0]?.calls, apart.requesters]).toEqual([5, 3]);
  });

  test.each([
    ['object\na\n', 'titles'],
    ['who,requester\na,b\n', 'titles'],
    ['object,requester\na,\n', 'no requester'],
  ])('%j is an error', async (text, problem) => {
    await expect(rulesOf(text)).rejects.toThrow(problem);
  });
});
