const STAYS =
  'Nothing but the status is stored here: to stay and to be ignored come to the same, and the chart tells that it happens.';

/** Mutants that change no outcome, each with the reason. */
export const EXCEPTIONS: ReadonlyMap<string, string> = new Map(
  [
    'none -Write-> none',
    'none -Delete-> none',
    'pending -Write [eligible]-> pending',
    'pending -ReplicationThrottled-> pending',
    'failed -ReplicationFails-> failed',
    'replica -ReplicaArrives-> replica',
  ].map((cell) => [`replicationStatus: ${cell} is refused`, STAYS]),
);
