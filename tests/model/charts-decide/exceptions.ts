const STAYS =
  'Nothing but the status is stored here: to stay and to be ignored come to the same, and the chart tells that it ' +
  'happens.';
const LOST =
  'KMS refuses whoever asks for a bucket key whose KMS key is deleted (F-121): the state says why, for people.';
const OVERDUE = 'Its time is still over: whoever looks at it the next time sends it LifetimeRotation once more.';

const STATUS = [
  'none -Write-> none',
  'none -Delete-> none',
  'pending -Write [eligible]-> pending',
  'pending -ReplicationThrottled-> pending',
  'failed -ReplicationFails-> failed',
  'replica -ReplicaArrives-> replica',
].map((cell) => [`replicationStatus: ${cell} is refused`, STAYS] as const);

const BUCKET_KEY = ['active', 'retired'].flatMap((state) =>
  ['is refused', 'leads to active', 'leads to retired'].map(
    (fate) => [`bucketKey: ${state} -KmsKeyDeleted-> unrecoverable ${fate}`, LOST] as const,
  ),
);

/** Mutants that change no outcome, each with the reason. */
export const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ...STATUS,
  ...BUCKET_KEY,
  ['bucketKey: retired -Unwrap-> retired leads to active', OVERDUE],
]);
