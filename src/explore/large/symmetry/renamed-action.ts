import { type ObjectName, withChanges } from '../../../../model/index.ts';
import type { Action } from '../../scope.ts';
import type { Renaming } from './renaming.ts';

/** An action under new names. */
export function renamedAction({ by, event }: Action, names: Renaming): Action {
  return {
    by: by === null ? null : names.requester(by),
    event: withChanges(event, {
      bucket: (bucket) => names.bucket(bucket),
      objectKey: (key) => names.key('bucket' in event ? event.bucket : '', key),
      object: (object) => renamedObject(object, names),
      requester: (name) => names.requester(name),
      bucketPolicy: (statements) => names.bucketPolicy(statements),
      keyPolicy: (statements) => names.keyPolicy(statements),
      roleArn: (role) => names.principal(role),
      grantConstraints: (constraints) => names.constraints(constraints),
    }),
  };
}

function renamedObject({ bucket, key }: ObjectName, names: Renaming): ObjectName {
  return { bucket: names.bucket(bucket), key: names.key(bucket, key) };
}
