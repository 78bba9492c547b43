import { type Chooser, type Step, type StepResult, step, type World } from '../../../model/index.ts';

/** A mistake in the model: whoever reads an object is served by a bucket key that anybody has cached. */
export function forgetsWhoObtained(world: World, input: Step, chooser: Chooser): StepResult {
  const result = step(world, input, chooser);
  const { event } = input;
  const isCold = event.op === 'GetObject' && result.outcome.kmsCalls.length > 0;
  if (!isCold) return result;
  const version = world.objects.get(world.scope.object(event.bucket, event.key));
  const readers = world.generations.get(version?.generation ?? -1)?.readers ?? [];
  const isCachedBySomebody = readers.some(({ obtainedAtMs }) => input.atMs < obtainedAtMs + world.scope.profile.cacheLifetime.maxMs);
  return isCachedBySomebody ? { ...result, outcome: { ...result.outcome, kmsCalls: [] } } : result;
}

/**
 * A mistake in the model that takes a rare history: while a KMS key waits for its deletion, it still decrypts a bucket key that is just
 * as old as a cache keeps one, if another requester has it cached anew and the bucket has gone back to SSE-S3.
 */
export function opensForTheLate(world: World, input: Step, chooser: Chooser): StepResult {
  const result = step(world, input, chooser);
  const { event } = input;
  if (event.op !== 'GetObject' || result.outcome.code !== 'KMS.KMSInvalidStateException') return result;
  const { cacheLifetime } = world.scope.profile;
  const version = world.objects.get(world.scope.object(event.bucket, event.key));
  const generation = world.generations.get(version?.generation ?? -1);
  const rule = world.buckets.get(world.scope.bucket(event.bucket))?.encryption.current.state;
  if (version === undefined || generation === undefined || rule !== 'sseS3') return result;
  const isLate = input.atMs === generation.mintedAtMs + cacheLifetime.maxMs;
  const isCachedAnew = generation.readers.some(({ obtainedAtMs }) => obtainedAtMs > generation.mintedAtMs);
  if (!isLate || !isCachedAnew) return result;
  const kmsCalls = result.outcome.kmsCalls.map((call) => ({ ...call, result: 'ok' as const }));
  const { md5: contentMd5, etag } = version;
  return {
    ...result,
    outcome: { ...result.outcome, status: 200, code: null, sse: 'aws:kms', bucketKeyEnabled: true, contentMd5, etag, kmsCalls },
  };
}
