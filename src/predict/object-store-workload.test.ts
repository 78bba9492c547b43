import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readWorkload } from './read-workload.ts';
import type { WorkloadRequest } from './request.ts';

const TRACE = `0 REST.PUT.OBJECT 8d4fcda3d675bac9 1056
1219 REST.HEAD.OBJECT 8d4fcda3d675bac9 1056
1300 REST.GET.OBJECT 8d4fcda3d675bac9 1056 0 1055
`;

async function read(text: string) {
  const { requests, leftOut } = await readWorkload({ name: 'trace', bytes: Readable.from([Buffer.from(text)]) });
  const all: WorkloadRequest[] = [];
  for await (const request of requests) all.push(request);
  return { all, leftOut: [...leftOut] };
}

test('a line is a request; what makes no call is counted', async () => {
  const object = { bucket: '', object: '8d4fcda3d675bac9', requester: '' };
  expect(await read(TRACE)).toEqual({
    all: [
      { ms: 0, operation: 'PutObject', ...object },
      { ms: 1300, operation: 'GetObject', ...object },
    ],
    leftOut: [['REST.HEAD.OBJECT', 1]],
  });
});

test.each([
  ['0 REST.PUT.OBJECT a\nnothing\n', 'no time, operation and object'],
  ['5 REST.PUT.OBJECT a\n4 REST.PUT.OBJECT a\n', 'time runs backwards'],
  [`5 REST.PUT.OBJECT a ${'1'.repeat(100_000)}\n`, 'longer than'],
])('what cannot be read is an error with its line', async (text, problem) => {
  await expect(read(text)).rejects.toThrow(problem);
});
