import { boundedLines } from '../oracle-lines/bounded-lines.ts';
import { TraceError } from '../trace/trace-error.ts';
import { LeftOut } from './left-out.ts';
import { MAX_NAME_CHARACTERS, MAX_ROW_BYTES } from './limits.ts';
import { OPERATIONS } from './operations.ts';
import type { Workload, WorkloadRequest } from './request.ts';

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
  const leftOut = new LeftOut();
  return { requests: requestsOf(bytes, name, leftOut), leftOut: leftOut.counts };
}

async function* requestsOf(
  bytes: AsyncIterable<Buffer>,
  name: string,
  leftOut: LeftOut,
): AsyncGenerator<WorkloadRequest> {
  let number = 0;
  let lastMs = 0;
  for await (const line of boundedLines(bytes, MAX_ROW_BYTES)) {
    number += 1;
    if (line === 'too long') throw new TraceError(name, number, `longer than ${MAX_ROW_BYTES} bytes`);
    const text = line.toString('utf8');
    if (text.trim() === '') continue;
    const [, time, operation = '', object = ''] = LINE.exec(text) ?? [];
    if (time === undefined) throw new TraceError(name, number, 'no time, operation and object');
    if (object.length > MAX_NAME_CHARACTERS)
      throw new TraceError(name, number, `object is longer than ${MAX_NAME_CHARACTERS} characters`);
    const ms = Number(time);
    if (ms < lastMs) throw new TraceError(name, number, `time runs backwards: from ${lastMs} ms to ${ms} ms`);
    lastMs = ms;
    const known = OPERATIONS.get(operation.toLowerCase());
    if (known === undefined) leftOut.add(operation);
    else yield { ms, operation: known, bucket: '', object, requester: '' };
  }
}
