import { boundedLines } from '../oracle-lines/bounded-lines.ts';
import { TraceError } from '../trace/trace-error.ts';
import { MAX_NAME_CHARACTERS, MAX_ROW_BYTES } from './limits.ts';
import type { Workload, WorkloadRequest } from './request.ts';
import { ToldRequests } from './told-requests.ts';

/** How a line of an object-store trace begins: milliseconds, an operation as access logs name it, an object. */
const LINE = /^(\d{1,15})\s+(REST\.[A-Z]+\.[A-Z]+)\s+(\S+)/;

/** Whether a text begins as the object-store traces of IBM do that SNIA has. */
export function isObjectStoreTrace(text: string): boolean {
  return LINE.test(text);
}

/**
 * A workload in the form of IBM's object-store traces: a request a line, with its time in milliseconds, operation,
 * object and what else there is of sizes and ranges. They tell neither buckets nor requesters: there is one of each.
 */
export function objectStoreWorkload(bytes: AsyncIterable<Buffer>, name: string): Workload {
  const told = new ToldRequests(name);
  return { requests: requestsOf(bytes, name, told), leftOut: told.leftOut.counts };
}

async function* requestsOf(
  bytes: AsyncIterable<Buffer>,
  name: string,
  told: ToldRequests,
): AsyncGenerator<WorkloadRequest> {
  let number = 0;
  for await (const line of boundedLines(bytes, MAX_ROW_BYTES)) {
    number += 1;
    if (line === 'too long') throw new TraceError(name, number, `longer than ${MAX_ROW_BYTES} bytes`);
    const text = line.toString('utf8');
    if (text.trim() === '') continue;
    const [, time, operation = '', object = ''] = LINE.exec(text) ?? [];
    if (time === undefined) throw new TraceError(name, number, 'no time, operation and object');
    if (object.length > MAX_NAME_CHARACTERS)
      throw new TraceError(name, number, `object is longer than ${MAX_NAME_CHARACTERS} characters`);
    const request = told.take({ ms: Number(time), operation, bucket: '', object, requester: '' }, number);
    if (request !== undefined) yield request;
  }
}
