import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import { CONTEXT_KEY_START, type PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { DriverRequest } from '../http/driver-request.ts';

/** The request that an event on a KMS key is. */
export function kmsRequest(event: KmsEvent): DriverRequest {
  return kmsCall(event.op, kmsInput(event));
}

/** A request of the AWS KMS API (JSON 1.1). */
export function kmsCall(operation: string, input: object): DriverRequest {
  const headers = { 'x-amz-target': `TrentService.${operation}`, 'content-type': 'application/x-amz-json-1.1' };
  return { method: 'POST', path: '/', headers, body: JSON.stringify(input), service: 'kms' };
}

function kmsInput(event: KmsEvent): object {
  switch (event.op) {
    case 'CreateGrant':
      return {
        KeyId: event.keyId,
        GranteePrincipal: event.granteePrincipal,
        ...(event.retiringPrincipal !== undefined && { RetiringPrincipal: event.retiringPrincipal }),
        Operations: event.operations,
        ...(event.constraints && { Constraints: event.constraints }),
      };
    case 'RevokeGrant':
    case 'RetireGrant':
      return { KeyId: event.keyId, GrantId: event.grant };
    case 'DeleteAlias':
      return { AliasName: event.alias };
    case 'CreateAlias':
    case 'UpdateAlias':
      return { AliasName: event.alias, TargetKeyId: event.keyId };
    case 'ScheduleKeyDeletion':
      return { KeyId: event.keyId, PendingWindowInDays: event.pendingWindowInDays };
    case 'EnableKeyRotation':
      return { KeyId: event.keyId, RotationPeriodInDays: event.rotationPeriodInDays };
    case 'PutKeyPolicy':
      return {
        KeyId: event.keyId,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: event.statements.map(keyStatement) }),
        BypassPolicyLockoutSafetyCheck: event.bypassPolicyLockoutSafetyCheck ?? false,
      };
    default:
      return { KeyId: event.keyId };
  }
}

function keyStatement({ effect, principal, actions, contextArn, condition }: KeyPolicyStatement): object {
  const all = contextArn === undefined ? condition : withContextArn(contextArn, condition);
  return {
    Effect: effect,
    Principal: principal === '*' ? '*' : { AWS: principal },
    // Who imports has to ask before what to wrap the material with.
    Action: actions.flatMap((one) => (one === 'kms:ImportKeyMaterial' ? [one, 'kms:GetParametersForImport'] : [one])),
    Resource: '*',
    ...(all === undefined ? {} : { Condition: all }),
  };
}

/** Both must hold: where the condition tests the same key as texts, the pattern tests it as an ARN. */
function withContextArn(contextArn: string, { StringLike, ...others }: PolicyCondition = {}): object {
  const pattern = { [`${CONTEXT_KEY_START}aws:s3:arn`]: contextArn };
  return StringLike === undefined ? { ...others, StringLike: pattern } : { ...others, StringLike, ArnLike: pattern };
}
