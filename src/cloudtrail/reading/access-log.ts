import { LineSplitter } from '../../trace/line-splitter.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import { Unread } from './unread.ts';

/** How the first line of a server access log begins: with the canonical id of the bucket's owner. */
export const ACCESS_LOG = /^[0-9a-f]{64} \S/;
/** `eventType` of the records that are made of its lines. */
export const ACCESS_LOG_TYPE = 'ServerAccessLog';

/** Owner, bucket, time, IP, requester, request id, operation, key, request line, status and error. */
const LINE = new RegExp(
  [
    '^[0-9a-f]{64} (\\S+)',
    '\\[(\\d\\d)/([A-Z][a-z]{2})/(\\d{4}):(\\d\\d:\\d\\d:\\d\\d) \\+0000\\]',
    '\\S+ (\\S+) (\\S+) (\\S+) (\\S+)',
    '(?:"(?:[^"\\\\]|\\\\.)*"|-)',
    '(\\d{3}|-) (\\S+)',
  ].join(' '),
);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NAMES: ReadonlyMap<string, string> = new Map([
  ['REST.GET.OBJECT', 'GetObject'],
  ['REST.PUT.OBJECT', 'PutObject'],
  ['REST.POST.UPLOADS', 'CreateMultipartUpload'],
  ['REST.COPY.OBJECT', 'CopyObject'],
  ['REST.HEAD.OBJECT', 'HeadObject'],
  ['REST.DELETE.OBJECT', 'DeleteObject'],
]);

/**
 * The lines of a server access log as records: who asked for what and when. Nothing in such a log tells of encryption.
 */
export async function* accessLogRecords(bytes: AsyncIterable<Buffer>): AsyncGenerator<object | Unread> {
  const splitter = new LineSplitter(MAX_RECORD_BYTES);
  let number = 1;
  for await (const chunk of bytes) {
    for (const line of splitter.push(chunk)) {
      if (line.length > 0) yield accessLogRecord(line.toString('utf8')) ?? new Unread('not a record', number);
      number += 1;
    }
    // A line without end is given up with all that follows it: nobody could say where the next one begins.
    if (splitter.tooLong) {
      yield new Unread('too long', number);
      return;
    }
  }
  if (!splitter.hasOpenLine) return;
  yield accessLogRecord(splitter.takeOpenLine().toString('utf8')) ?? new Unread('not a record', number);
}

function accessLogRecord(line: string): object | undefined {
  const [, bucket, day, month = '', year, time, requester = '', id, operation = '', key = '', status, error] =
    LINE.exec(line) ?? [];
  const monthIndex = MONTHS.indexOf(month);
  if (bucket === undefined || monthIndex < 0) return undefined;
  const failed = error !== '-' ? error : Number(status) >= 400 ? `HTTP ${status}` : undefined;
  return {
    eventType: ACCESS_LOG_TYPE,
    eventTime: `${year}-${String(monthIndex + 1).padStart(2, '0')}-${day}T${time}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: NAMES.get(operation) ?? operation,
    // A copy has a line for its source as well, of the same request.
    eventID: `${id}/${operation}`,
    userIdentity: identityOf(requester),
    requestParameters: { bucketName: bucket, ...(key !== '-' && { key: decoded(key) }) },
    ...(failed !== undefined && { errorCode: failed }),
  };
}

function identityOf(requester: string): object {
  if (requester === '-') return { type: 'AWSAccount', accountId: 'anonymous' };
  if (requester.startsWith('svc:')) return { type: 'AWSService', invokedBy: requester.slice('svc:'.length) };
  const [, service, accountId, kind, name] = /^arn:[a-z-]+:(iam|sts)::(\d{12}):([a-z-]+)\/(.+)$/.exec(requester) ?? [];
  if (service === 'sts' && kind === 'assumed-role') return { type: 'AssumedRole', arn: requester, accountId };
  if (service === 'iam' && kind === 'user')
    return { type: 'IAMUser', principalId: requester, accountId, userName: name?.slice(name.lastIndexOf('/') + 1) };
  return { type: 'Unknown', principalId: requester };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
