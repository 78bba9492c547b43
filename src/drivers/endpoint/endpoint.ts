import { ServedArns } from '../../serve/world/served-arns.ts';
import type { DriverRequest, SigningKeys } from '../http/driver-request.ts';
import type { RequestWords } from '../s3/bucket-request.ts';
import type { KmsCallLog } from './kms-call-log.ts';
import type { ServiceClient } from './service-client.ts';

/** Somebody who asks a server, under the name that traces have for it. */
export interface EndpointRequester {
  readonly name: string;
  readonly keys: SigningKeys;
  /** Omitted = not known: that of the first requester. */
  readonly account?: string;
  /** Name of its IAM role; omitted = not known, and no policy names it. */
  readonly role?: string;
}

/** A server that is asked. */
export interface Endpoint {
  readonly s3: ServiceClient;
  /** Where its KMS is asked; undefined where there is none. */
  readonly kms: ServiceClient | undefined;
  /** The first one owns what is made. */
  readonly requesters: readonly [EndpointRequester, ...EndpointRequester[]];
  /** All whose keys are known, who clean up as well. */
  readonly cleaners: readonly EndpointRequester[];
  /** KMS keys that are there, as ids or ARNs, in place of such as are made for the run. */
  readonly givenKeys: readonly string[];
  /** Where calls of KMS can be read. */
  readonly kmsLog: KmsCallLog | undefined;
  /** Names of all that is made begin with this. */
  readonly run: string;
}

/** Who carries out a request: where no KMS of its own is known, S3 is asked. */
export function clientFor({ service }: DriverRequest, { s3, kms }: Pick<Endpoint, 's3' | 'kms'>): ServiceClient {
  return service === 'kms' ? (kms ?? s3) : s3;
}

/** What a KMS key of a run has for a description. */
export function descriptionOf(run: string): string {
  return `bucketkey ${run}`;
}

/** The keys of all who may clean up after somebody: those of the same account. */
export function cleanersOf(
  { cleaners }: Pick<Endpoint, 'cleaners'>,
  { account }: EndpointRequester,
): readonly SigningKeys[] {
  return cleaners.filter((one) => one.account === account).map(({ keys }) => keys);
}

/** The words of requests to an endpoint: who has which role, and which account has a directory bucket. */
export function wordsAt(
  { s3: { region }, run }: Pick<Endpoint, 's3' | 'run'>,
  roleArn: (name: string) => string,
  accountOf: (bucket: string) => string | undefined,
): RequestWords {
  return { region, keyDescription: descriptionOf(run), roleArn, arns: new ServedArns({ region }, accountOf) };
}
