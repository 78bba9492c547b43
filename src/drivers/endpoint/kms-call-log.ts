import { open } from 'node:fs/promises';
import type { KmsOperation, KmsResult, ObservedKmsCall } from '../../../model/index.ts';
import { isRecord } from '../../serve/policy/policy-document.ts';
import { ANSWER_LIMITS, exchange, NoAnswerError } from '../http/exchange.ts';
import type { EndpointUrl } from './endpoint-url.ts';

/** A call of KMS in the log of `serve` or `kms`. */
export interface RecordedCall {
  readonly operation: KmsOperation;
  /** Who asked, as the log names it. */
  readonly by: string;
  /** Whether S3 asked for somebody, and not somebody with keys of their own. */
  readonly isForwarded: boolean;
  readonly keyArn: string;
  readonly context: Readonly<Record<string, string>>;
  /** Omitted where it is none that S3 can be told. */
  readonly result?: KmsResult;
}

/** Where the calls of KMS can be read. */
export interface KmsCallLog {
  /** Calls since the last time this was asked. */
  newCalls(): Promise<readonly RecordedCall[]>;
}

/** What S3 asks of KMS, by the name of the operation. */
const OPERATIONS: ReadonlyMap<unknown, KmsOperation> = new Map<string, KmsOperation>([
  ['GenerateDataKey', 'GenerateDataKey'],
  ['GenerateDataKeyWithoutPlaintext', 'GenerateDataKey'],
  ['Decrypt', 'Decrypt'],
  ['Encrypt', 'Encrypt'],
  ['ReEncrypt', 'ReEncrypt'],
]);

const RESULTS: ReadonlySet<unknown> = new Set<KmsResult>([
  'ok',
  'unreachable',
  'DependencyTimeoutException',
  'KMSInternalException',
  'AccessDeniedException',
  'DisabledException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
  'ThrottlingException',
]);

/** Most bytes that are read of a log at a time. */
const MOST_BYTES = 64 * 2 ** 20;

/** The log of a server, by the address of that. */
export function kmsLogAt(url: EndpointUrl): KmsCallLog {
  let count = 0;
  return {
    newCalls: async () => {
      const target = `${url.basePath}/_bucketkey/kms-log?since=${count}`;
      const wire = { method: 'GET', target, headers: { host: url.hostHeader }, body: '' };
      const limits = { ...ANSWER_LIMITS, maxBytes: MOST_BYTES };
      const { status, bytes } = await exchange(url, wire, limits);
      const read = status === 200 ? parsed(bytes.toString('utf8')) : undefined;
      if (!isRecord(read) || typeof read.count !== 'number' || !Array.isArray(read.calls))
        throw new NoAnswerError(`--kms-log: ${url.shown} has no log of KMS calls (${status})`);
      count = read.count;
      return read.calls.flatMap(callOf);
    },
  };
}

/** The log that a server writes to a file, a line for each call. */
export function kmsLogIn(path: string): KmsCallLog {
  let position = 0;
  return {
    newCalls: async () => {
      const file = await open(path);
      try {
        const { size } = await file.stat();
        if (size < position) throw new NoAnswerError('--kms-log: the file is shorter than it was');
        if (size - position > MOST_BYTES) throw new NoAnswerError(`--kms-log: more than ${MOST_BYTES} bytes at once`);
        const bytes = Buffer.alloc(size - position);
        await file.read(bytes, 0, bytes.length, position);
        // A line that is not whole is read the next time.
        const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
        position += whole.length;
        return whole
          .toString('utf8')
          .split('\n')
          .flatMap((line) => callOf(parsed(line)));
      } finally {
        await file.close();
      }
    },
  };
}

/** A call that somebody recorded, as it is judged. */
export function observedCall({ operation, keyArn, context, result }: RecordedCall): ObservedKmsCall {
  return { operation, keyArn, context, ...(result !== undefined && { result }) };
}

function callOf(given: unknown): readonly RecordedCall[] {
  if (!isRecord(given)) return [];
  const operation = OPERATIONS.get(given.operation);
  if (operation === undefined) return [];
  const { by, via, keyArn, context, result } = given;
  const pairs = isRecord(context) ? Object.entries(context).map(([name, value]) => [name, String(value)]) : [];
  return [
    {
      operation,
      by: typeof by === 'string' ? by : '',
      isForwarded: via === 's3',
      keyArn: typeof keyArn === 'string' ? keyArn : '',
      context: Object.fromEntries(pairs),
      ...(RESULTS.has(result) && { result: result as KmsResult }),
    },
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
