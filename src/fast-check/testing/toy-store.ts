import type { Observation, Setup, Step } from '../../../model/index.ts';
import type { Sut } from '../../suts/sut.ts';

/**
 * What somebody might write in an afternoon: a store of the objects it is set up with, which can be read and deleted. A
 * read goes to a cache first; whether DeleteObject empties the cache too makes the difference between right and broken.
 */
export function toyStore({ isBroken }: { readonly isBroken: boolean }): Sut {
  return {
    name: 'toy store',
    supports: ['GetObject', 'DeleteObject'],
    start: async (setup) => ({ apply: answering(setup, isBroken), stop: async () => {} }),
  };
}

function answering({ buckets, requesters }: Setup, isBroken: boolean): (step: Step) => Promise<Observation> {
  const contents = new Map<string, string>();
  const cached = new Map<string, string>();
  for (const { name, plainObjects } of buckets)
    for (const { key, body } of plainObjects) contents.set(`${name}/${key}`, body.md5);

  return async ({ by, event }) => {
    if (event.op !== 'GetObject' && event.op !== 'DeleteObject') throw new Error(`no way to ${event.op}`);
    const bucket = buckets.find(({ name }) => name === event.bucket);
    if (bucket === undefined) return { status: 404, code: 'NoSuchBucket' };
    const requester = requesters.find(({ name }) => name === by);
    const isOwn = requester?.account === bucket.account && requester.signature !== 'none';
    if (!isOwn) return { status: 403, code: 'AccessDenied' };
    const name = `${event.bucket}/${event.key}`;
    if (event.op === 'DeleteObject') {
      contents.delete(name);
      if (!isBroken) cached.delete(name);
      return { status: 204 };
    }
    const contentMd5 = cached.get(name) ?? contents.get(name);
    if (contentMd5 === undefined) return { status: 404, code: 'NoSuchKey' };
    // There are no other algorithms (F-29).
    const { sse } = event.headers ?? {};
    if (sse === '' || sse === 'malformed') return { status: 400, code: 'InvalidArgument' };
    cached.set(name, contentMd5);
    return { status: 200, contentMd5 };
  };
}
