import {
  type CreateGrant,
  GRANT_OPERATIONS,
  type GrantConstraints,
  type ObjectName,
  type Requester,
} from '../../model/index.ts';
import type { CustomerKey } from './existing.ts';
import { insider, someBucket, someKey } from './pick.ts';
import type { Walk } from './walk.ts';

/** What a new grant on a key is called: by a name that none has that is there. */
export function newGrantName({ record }: CustomerKey): string {
  let number = 1;
  while (record.grants.some(({ name }) => name === `g${number}`)) number++;
  return `g${number}`;
}

/** The grants on a key that are there, by the names that they can be revoked by. */
export function grantsOn({ record }: CustomerKey): readonly string[] {
  return record.grants.flatMap(({ name, given }) => (given.current && name !== undefined ? [name] : []));
}

/** Some operations: all of them mostly, or those of a writer or of a reader, who may retire the grant then. */
export function drawGrantOperations({ draw }: Walk): CreateGrant['operations'] {
  return draw.one<CreateGrant['operations']>([
    GRANT_OPERATIONS,
    GRANT_OPERATIONS,
    ['GenerateDataKey', 'Decrypt'],
    ['GenerateDataKey'],
    ['Decrypt'],
    ['Decrypt', 'RetireGrant'],
    ['Encrypt', 'ReEncryptTo'],
  ]);
}

/**
 * Constraints as people write them: for the bucket, which is what KMS sees with a bucket key, or for an object, which
 * is what it sees without (F-205); with pairs of the caller, with a name in another case (F-204).
 */
export function drawGrantConstraints(walk: Walk, about?: ObjectName): GrantConstraints {
  const { draw, arns } = walk;
  const { bucket, key } = about ?? { bucket: someBucket(walk)?.name ?? '', key: someKey(walk) };
  const arn = draw.one([arns.bucket(bucket), arns.object(bucket, key)]);
  return draw.one<GrantConstraints>([
    { EncryptionContextSubset: { 'aws:s3:arn': arn } },
    { EncryptionContextSubset: { 'aws:s3:arn': arn } },
    { EncryptionContextEquals: { 'aws:s3:arn': arn } },
    { EncryptionContextEquals: { 'aws:s3:arn': arn } },
    { EncryptionContextEquals: { 'AWS:S3:ARN': arn } },
    { EncryptionContextEquals: { 'aws:s3:arn': arn, team: 'red' } },
    { EncryptionContextSubset: { Team: 'red' } },
    { EncryptionContextSubset: { 'aws:s3:arn': arn.toUpperCase() } },
    { EncryptionContextEquals: { 'aws:s3:arn': arn }, EncryptionContextSubset: { 'aws:s3:arn': arn } },
  ]);
}

/** A grant for somebody; `about`: the object that it is to be used for, if any. */
export function drawGrant(walk: Walk, key: CustomerKey, to: Requester, about?: ObjectName): CreateGrant {
  return {
    op: 'CreateGrant',
    keyId: key.id,
    grant: newGrantName(key),
    granteePrincipal: grantee(walk, to),
    ...(walk.draw.chance(20) && { retiringPrincipal: grantee(walk, insider(walk, key.account)) }),
    operations: drawGrantOperations(walk),
    ...(walk.draw.chance(65) && { constraints: drawGrantConstraints(walk, about) }),
  };
}

/** What a grant calls somebody by: the role, of a service its name. */
export function grantee({ arns }: Walk, { account, principal, servicePrincipal }: Requester): string {
  return servicePrincipal ?? arns.role(account, principal);
}
