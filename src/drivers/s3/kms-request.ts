import type { KmsEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { OtherKeySpec } from '../../../model/vocabulary/key-spec.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import { CONTEXT_KEY_START, type PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import type { RequestWords } from './bucket-request.ts';

/** The request that an event on a KMS key is. */
export function kmsRequest(event: KmsEvent, words: Pick<RequestWords, 'keyDescription'>): DriverRequest {
  return kmsCall(event.op, kmsInput(event, words));
}

/** A request of the AWS KMS API (JSON 1.1). */
export function kmsCall(operation: string, input: object): DriverRequest {
  const headers = { 'x-amz-target': `TrentService.${operation}`, 'content-type': 'application/x-amz-json-1.1' };
  return { method: 'POST', path: '/', headers, body: JSON.stringify(input), service: 'kms' };
}

function kmsInput(event: KmsEvent, { keyDescription }: Pick<RequestWords, 'keyDescription'>): object {
  switch (event.op) {
    case 'CreateKey':
      return {
        ...(keyDescription !== undefined && { Description: keyDescription }),
        ...(event.origin !== undefined && { Origin: event.origin }),
        ...(event.keySpec !== undefined && keySpecInput(event.keySpec)),
        ...(event.statements !== undefined && policyInput(event.statements, event.bypassPolicyLockoutSafetyCheck)),
      };
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
      return { KeyId: event.keyId, ...policyInput(event.statements, event.bypassPolicyLockoutSafetyCheck) };
    default:
      return { KeyId: event.keyId };
  }
}

function policyInput(statements: readonly KeyPolicyStatement[], bypassed = false): object {
  return {
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements.map(keyStatement) }),
    BypassPolicyLockoutSafetyCheck: bypassed,
  };
}

/** A key that is not symmetric says what it is for. */
function keySpecInput(keySpec: OtherKeySpec): object {
  return { KeySpec: keySpec, KeyUsage: keySpec.startsWith('HMAC') ? 'GENERATE_VERIFY_MAC' : 'SIGN_VERIFY' };
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
