import { runPrefix } from '../../suts/live/run-name.ts';
import { NoAnswerError } from '../http/exchange.ts';
import { bucketsWith, clearBucket } from './clear-bucket.ts';
import { cleanersOf, descriptionOf, type Endpoint } from './endpoint.ts';
import { KmsClient } from './kms-client.ts';

/** What became of all that a run has made. */
export interface Cleaned {
  /** Buckets that are gone. */
  readonly buckets: number;
  /** KMS keys whose waiting period was started. */
  readonly keys: number;
  /** What may still be there, and why. */
  readonly left: readonly string[];
}

/** Deletes what a run has made: its buckets, by their prefix, and its KMS keys and aliases. Nothing else is touched. */
export async function cleanRun(endpoint: Omit<Endpoint, 'kmsLog' | 'givenKeys'>): Promise<Cleaned> {
  const { s3, kms, requesters, run } = endpoint;
  const prefix = runPrefix(run);
  const left: string[] = [];
  let buckets = 0;
  let keyCount = 0;
  const accounts = new Set<string | undefined>();
  for (const requester of requesters) {
    const { keys, account } = requester;
    // What is of an account its first requester sees.
    if (accounts.has(account)) continue;
    accounts.add(account);
    const names = await bucketsWith(s3, keys, prefix).catch(noneBecause('buckets', left));
    for (const name of names) {
      const problem = await clearBucket(s3, cleanersOf(endpoint, requester), name);
      if (problem === undefined) buckets += 1;
      else left.push(`bucket ${name}: ${problem}`);
    }
    if (kms === undefined) continue;
    const client = new KmsClient(kms, keys);
    const ids = await client.keysDescribed(descriptionOf(run)).catch(noneBecause('KMS keys', left));
    for (const id of ids) await client.retireKey(id);
    keyCount += ids.length;
    await client.deleteAliases(`alias/${prefix}`).catch(noneBecause('aliases', left));
  }
  return { buckets, keys: keyCount, left };
}

function noneBecause(what: string, left: string[]): (error: unknown) => readonly string[] {
  return (error) => {
    if (!(error instanceof NoAnswerError)) throw error;
    left.push(`${what}: ${error.message}`);
    return [];
  };
}
