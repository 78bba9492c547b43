import type { Check } from '../operations/operation.ts';
import { aliasExists, aliasNameIsFit } from './alias-checks.ts';
import {
  bucketExists,
  bucketIsEmpty,
  isGeneralPurpose,
  nameIsFree,
  policyIsNotPublic,
  replicationIsVersioned,
  replicationRuleIsFit,
  ruleIsNotInert,
  rulesAreFit,
  systemReplicates,
} from './bucket-checks.ts';
import { conditionIsMet } from './condition-check.ts';
import { mayConfigure } from './configuration-check.ts';
import { customerKeyFits, uploadIsNotBlocked, uploadKeyFits } from './customer-key-checks.ts';
import { grantExists, grantIsRetirable } from './grants.ts';
import { rotationIsTold } from './imported-material.ts';
import {
  keyExists,
  keyIsCustomerManaged,
  keyPolicyAdmits,
  keyStateAdmits,
  noRotationIsNear,
  periodIsInRange,
  policyLeavesControl,
  rotationIsLeft,
} from './kms-checks.ts';
import { keyIdIsNew, mayCreateKeys } from './new-keys.ts';
import {
  copyChangesSomething,
  encryptionIsFit,
  headersAreFit,
  objectExists,
  readTakesNoHeaders,
  requestIsAllowed,
} from './object-checks.ts';
import { lockIsFit, versionIsNotLocked, versioningMayChange } from './object-lock.ts';
import { rangeIsThere } from './range-check.ts';
import { replicaIsFit, replicationIsDue } from './replication-checks.ts';
import type { Checking } from './request.ts';
import { requestIsSigned } from './signature-check.ts';
import { keyArnIsFit, putIsAllowed, versionIsUpdatable } from './update-checks.ts';
import { partNumberIsFit, partsAreFit, uploadExists } from './upload-checks.ts';

/**
 * What each check of a row asks. A row says which there are, and in which order; the first that fails is the answer.
 */
export const CHECKS: Readonly<Record<Check, Checking>> = {
  bucket: bucketExists,
  nameFree: nameIsFree,
  publicPolicy: policyIsNotPublic,
  empty: bucketIsEmpty,
  owner: mayConfigure,
  generalPurpose: isGeneralPurpose,
  rules: rulesAreFit,
  inertRule: ruleIsNotInert,
  replicationRule: replicationRuleIsFit,
  replication: systemReplicates,
  versioned: replicationIsVersioned,
  headers: headersAreFit,
  permission: requestIsAllowed,
  object: objectExists,
  putPermission: putIsAllowed,
  keyArn: keyArnIsFit,
  legalHold: lockIsFit,
  locked: versionIsNotLocked,
  suspension: versioningMayChange,
  updatable: versionIsUpdatable,
  customerKey: customerKeyFits,
  uploadKey: uploadKeyFits,
  uploadBlock: uploadIsNotBlocked,
  readHeaders: readTakesNoHeaders,
  signature: requestIsSigned,
  eligible: replicationIsDue,
  encryption: (request) =>
    request.operation.writes?.to === 'replica' ? replicaIsFit(request) : encryptionIsFit(request),
  partNumber: partNumberIsFit,
  upload: uploadExists,
  parts: partsAreFit,
  condition: conditionIsMet,
  range: rangeIsThere,
  selfCopy: copyChangesSomething,
  period: periodIsInRange,
  aliasName: aliasNameIsFit,
  alias: aliasExists,
  key: keyExists,
  customerManaged: keyIsCustomerManaged,
  keyPolicy: keyPolicyAdmits,
  lockout: policyLeavesControl,
  newKey: mayCreateKeys,
  newKeyId: keyIdIsNew,
  keyState: keyStateAdmits,
  grant: grantExists,
  retiring: grantIsRetirable,
  rotationTold: rotationIsTold,
  rotationsLeft: rotationIsLeft,
  rotationConflict: noRotationIsNear,
};
