import { GRANT_OPERATIONS, type GrantConstraints, type GrantOperation } from '../../../model/vocabulary/grant.ts';
import { isRecord } from '../policy/policy-document.ts';
import { contextOf, type Input, optionalText, refuse, textOf } from './input.ts';
import { controlKey } from './key-operations.ts';
import type { KmsCall } from './kms-call.ts';
import { invalid, KmsException } from './kms-exception.ts';

/** Most grants that a key may have. */
const MAX_GRANTS = 10_000;
const ID_BYTES = 32;

/** Makes a grant. What a grant may have else is not here. */
export async function createGrant(call: KmsCall, input: Input): Promise<object> {
  refuse(input, 'DryRun', 'GrantTokens', 'Name', 'GranteeServicePrincipal', 'RetiringServicePrincipal');
  const granteePrincipal = principalArn('GranteePrincipal', textOf(input, 'GranteePrincipal', 256));
  const retiring = optionalText(input, 'RetiringPrincipal', 256);
  const retirer = retiring === undefined ? {} : { retiringPrincipal: principalArn('RetiringPrincipal', retiring) };
  const operations = operationsOf(input);
  const constraints = constraintsOf(input);
  const { s3 } = call.world.reference;
  const there = s3.kms.keys.find(call.arnOf(textOf(input, 'KeyId')), call.world.clock.nowMs())?.grants.length ?? 0;
  if (there >= MAX_GRANTS) throw new KmsException('LimitExceededException', `At most ${MAX_GRANTS} grants`);
  const grant = Buffer.from(s3.random.bytes(ID_BYTES)).toString('hex');
  const told = { grant, granteePrincipal, ...retirer, operations, ...(constraints && { constraints }) };
  await controlKey(call, input, (keyId) => ({ op: 'CreateGrant', keyId, ...told }));
  // There is nothing to wait for, so nobody needs the token.
  return { GrantId: grant, GrantToken: Buffer.from(grant).toString('base64') };
}

/** Takes a grant back. */
export async function revokeGrant(call: KmsCall, input: Input): Promise<object> {
  refuse(input, 'DryRun');
  const grant = textOf(input, 'GrantId', 128);
  await controlKey(call, input, (keyId) => ({ op: 'RevokeGrant', keyId, grant }));
  return {};
}

/** Takes a grant back, by its id: the token of one is not looked for. */
export async function retireGrant(call: KmsCall, input: Input): Promise<object> {
  refuse(input, 'DryRun', 'GrantToken');
  const grant = textOf(input, 'GrantId', 128);
  await controlKey(call, input, (keyId) => ({ op: 'RetireGrant', keyId, grant }));
  return {};
}

function principalArn(name: string, arn: string): string {
  if (!arn.startsWith('arn:')) throw new KmsException('InvalidArnException', `${name} is no ARN`);
  return arn;
}

function operationsOf({ Operations: listed }: Input): readonly GrantOperation[] {
  if (!Array.isArray(listed) || listed.length === 0) throw invalid('Operations are required');
  return listed.map((one) => {
    const operation = GRANT_OPERATIONS.find((known) => known === one);
    if (operation === undefined)
      throw new KmsException('UnsupportedOperationException', 'Grants are for what S3 asks of KMS here');
    return operation;
  });
}

function constraintsOf({ Constraints: given }: Input): GrantConstraints | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isRecord(given)) throw invalid('Constraints must be a map');
  refuse(given, 'SourceArn');
  const kinds = ['EncryptionContextEquals', 'EncryptionContextSubset'] as const;
  return Object.fromEntries(
    kinds.filter((kind) => Object.hasOwn(given, kind)).map((kind) => [kind, contextOf(given, kind)]),
  );
}
