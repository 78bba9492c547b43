import { Arns } from '../../model/vocabulary/arns.ts';
import type { ReferenceOptions, ReferenceParts } from '../reference/index.ts';
import { AdminService } from './admin/admin-service.ts';
import { type CallFile, openCallFile } from './call-file.ts';
import type { Credentials } from './credentials/credentials.ts';
import { type Listening, listen, type Service } from './http/http-server.ts';
import { cloudTrailRecord } from './kms/cloudtrail-record.ts';
import { KmsJsonService } from './kms/json-service.ts';
import { logLine } from './kms/log-line.ts';
import { VaultService } from './kms/vault-service.ts';
import { S3Service } from './s3/s3-service.ts';
import { Authenticator } from './sigv4/authenticator.ts';
import { Worlds } from './world/worlds.ts';

/** What is served, to whom and how. */
export interface ServerOptions {
  readonly host: string;
  /** 0 = a free one. */
  readonly port: number;
  /** Whether S3 is served beside KMS. */
  readonly servesS3: boolean;
  readonly region: string;
  readonly credentials: Credentials;
  /** Further names below which a host is a bucket. */
  readonly domains: readonly string[];
  /** What AWS leaves open, fixed. */
  readonly reference: Partial<ReferenceOptions>;
  /** The rules; others than the correct ones have a fault planted in them. */
  readonly parts?: ReferenceParts;
  readonly maxObjectBytes: number;
  /** Version that the server tells of itself. */
  readonly version: string;
  /** Files that take every call of KMS: as a line each, and as a CloudTrail record. */
  readonly logFile?: string;
  readonly cloudTrailFile?: string;
  /** Is told of faults of the server itself. */
  readonly complain: (problem: string) => void;
  /** Is told when a file cannot be written any more, after which the log would not be whole. */
  readonly failed: (problem: string) => void;
}

/** All that is stored, in bytes. */
const MAX_STORED_BYTES = 2 ** 30;
const DOMAINS = ['s3.amazonaws.com', 's3.localhost', 'localhost'];

/** Starts a server. Rejects where it cannot listen, or where a file cannot be opened. */
export async function startServer(options: ServerOptions): Promise<Listening> {
  const files = filesOf(options);
  const { region, credentials } = options;
  const setup = { region, requesters: credentials.requesters(), kmsKeys: [], aliases: [], buckets: [] };
  const worlds = new Worlds({ ...options, setup, sinks: files.map(({ sink }) => sink) });
  const authenticator = new Authenticator(options.credentials);
  const limits = { maxObjectBytes: options.maxObjectBytes, maxStoredBytes: MAX_STORED_BYTES };
  const domains = [...options.domains, `s3.${options.region}.amazonaws.com`, ...DOMAINS];
  const names = options.servesS3 ? ['s3', 'kms'] : ['kms'];
  const services: readonly Service[] = [
    new AdminService(worlds, options.version, names),
    new VaultService(worlds, options.credentials),
    new KmsJsonService(worlds, authenticator),
    ...(options.servesS3 ? [new S3Service(worlds, authenticator, { domains, limits })] : []),
  ];
  try {
    const listening = await listen(services, options, options.complain);
    return {
      ...listening,
      close: async () => {
        await listening.close();
        for (const file of files) file.close();
      },
    };
  } catch (error) {
    for (const file of files) file.close();
    throw error;
  }
}

function filesOf({ logFile, cloudTrailFile, region, failed }: ServerOptions): readonly CallFile[] {
  const arns = new Arns({ region });
  const log = logFile === undefined ? [] : [openCallFile(logFile, logLine, failed)];
  if (cloudTrailFile === undefined) return log;
  return [...log, openCallFile(cloudTrailFile, (call) => cloudTrailRecord(call, arns), failed)];
}
