import { type Observation, type Operation, showsHeaders, showsVersion } from '../../model/index.ts';

/**
 * What an answer shows of the version it is about. Where the operation never shows how a version is encrypted, the
 * headers that are missing say nothing of it.
 */
export function shownOf(operation: Operation, observation: Observation): Observation {
  if (!showsVersion(operation) || showsHeaders(operation)) return observation;
  const { sse: _, kmsKeyArn: _key, bucketKeyEnabled: _flag, replicationStatus: _status, ...shown } = observation;
  return shown;
}
