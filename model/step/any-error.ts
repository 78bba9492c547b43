import type { Check } from '../operations/operation.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import {
  bucketIsEmpty,
  replicationIsVersioned,
  replicationRuleIsFit,
  ruleIsNotInert,
  rulesAreFit,
  systemReplicates,
} from './bucket-checks.ts';
import { conditionRefusal } from './condition-check.ts';
import { mayConfigure } from './configuration-check.ts';
import { customerKeyFits, uploadKeyFits } from './customer-key-checks.ts';
import { headersAreFit, objectExists, readTakesNoHeaders, sidesAreAllowed } from './object-checks.ts';
import { rangeRefusal } from './range-check.ts';
import type { Checking, Request } from './request.ts';
import { requestIsSigned } from './signature-check.ts';
import { choose } from './transaction.ts';
import { keyArnIsFit, putIsAllowed, versionIsUpdatable } from './update-checks.ts';
import { partNumberIsFit, uploadExists } from './upload-checks.ts';

/** Asks once the bucket is there: whether it is comes first (F-04). */
function inBucket(check: Checking): Checking {
  return (request) => (request.bucket === undefined ? undefined : check(request));
}

/**
 * What the checks of S3 say that come after the one that has refused. They need nothing that it was to find, or are
 * left out where it is missing.
 */
const LATER: Partial<Readonly<Record<Check, Checking>>> = {
  rules: inBucket(rulesAreFit),
  inertRule: inBucket(ruleIsNotInert),
  owner: inBucket(mayConfigure),
  empty: inBucket(bucketIsEmpty),
  replicationRule: replicationRuleIsFit,
  replication: systemReplicates,
  versioned: inBucket(replicationIsVersioned),
  headers: headersAreFit,
  permission: sidesAreAllowed,
  object: (request) => (request.from === undefined ? undefined : objectExists(request)),
  putPermission: inBucket(putIsAllowed),
  keyArn: inBucket(keyArnIsFit),
  updatable: (request) => (request.version === undefined ? undefined : versionIsUpdatable(request)),
  customerKey: (request) => (request.version === undefined ? undefined : customerKeyFits(request)),
  uploadKey: (request) => (request.upload === undefined ? undefined : uploadKeyFits(request)),
  readHeaders: readTakesNoHeaders,
  upload: (request) => (request.bucket === undefined ? undefined : uploadExists(request)),
  partNumber: partNumberIsFit,
  signature: requestIsSigned,
  condition: (request) =>
    request.bucket === undefined || request.from === undefined ? undefined : conditionRefusal(request),
  range: rangeRefusal,
};

/**
 * The refusal that is shown: the first in the order of the row, or that of a later check, which would refuse the
 * request as well (U-30).
 *
 * @param order - the checks of the row
 * @param at - place of the one that has refused
 */
export function refusalShown(request: Request, order: readonly Check[], at: number, first: Refusal): Refusal {
  const { transaction } = request;
  if (!transaction.profile.anyS3Error) return first;
  const refusals = [first];
  for (let later = at + 1; later < order.length; later++) {
    const refusal = LATER[order[later] as Check]?.(request);
    if (refusal !== undefined && !refusals.some((other) => isAlike(other, refusal))) refusals.push(refusal);
  }
  return choose(transaction, 's3Error', refusals);
}

function isAlike(one: Refusal, other: Refusal): boolean {
  return one.status === other.status && one.code === other.code;
}
