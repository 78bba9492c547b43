/** The answer that is due to a step, as far as it is certain. */
export interface Due {
  readonly status: number;
  /** Error code; `any` where AWS names none; null for a success. */
  readonly code: string | null;
  /** Why, as the end of a sentence. */
  readonly because: string;
  /** Requirement ids of this condition and no other; none where AWS says nothing of it. */
  readonly requirements: readonly string[];
}

/** The code of an error that AWS does not name. */
export const ANY = 'any';

/** A success. */
export const OK: Due = { status: 200, code: null, because: 'nothing stands in its way', requirements: [] };
/** A success without a body. */
export const NO_CONTENT: Due = { ...OK, status: 204 };
/** The bucket does not exist. */
export const NO_SUCH_BUCKET: Due = {
  status: 404,
  code: 'NoSuchBucket',
  because: 'the bucket does not exist',
  requirements: ['E-29'],
};
/** A bucket's rule is changed by a request that is not signed by Signature Version 4. */
export const UNSIGNED_RULE: Due = {
  status: 400,
  code: ANY,
  because: 'a change of the rule of a bucket is signed by Signature Version 4',
  requirements: ['F-16'],
};
/** The condition of a read is not met: what there is has another ETag, or still the one that is known. */
export const READ_UNMET: Due = {
  status: 412,
  code: 'PreconditionFailed',
  because: 'the object has another ETag',
  requirements: ['E-53', 'F-181'],
};
export const UNMODIFIED: Due = {
  status: 304,
  code: null,
  because: 'the object has the ETag that is known',
  requirements: ['E-53', 'F-181'],
};
/** The condition of a write is not met. */
export const WRITE_UNMET: Due = {
  status: 412,
  code: 'PreconditionFailed',
  because: 'its condition is not met',
  requirements: ['E-34', 'F-36'],
};
/** A range or a part is asked for that is not there, or both. */
export const BAD_RANGES: readonly Due[] = [
  { status: 416, code: ANY, because: 'the range is not there', requirements: ['F-44'] },
  { status: 400, code: ANY, because: 'a range and a part are asked for, or no part', requirements: ['F-44'] },
];
/** What else may answer a conditional write. */
export const WRITE_CONFLICTS: readonly Due[] = [
  WRITE_UNMET,
  { ...WRITE_UNMET, status: 409, code: 'ConditionalRequestConflict', because: 'another request got in between' },
  { ...WRITE_UNMET, status: 404, code: 'NoSuchKey', because: 'there is no object to match' },
  { ...WRITE_UNMET, status: 501, code: 'NotImplemented', because: 'writes know no such condition' },
];
/** The upload does not exist. */
export const NO_SUCH_UPLOAD: Due = {
  status: 404,
  code: 'NoSuchUpload',
  because: 'the upload does not exist',
  requirements: ['E-35'],
};
/** A part does not exist, is out of order, too small, or has no number. */
export const BAD_PARTS: Due = {
  status: 400,
  code: ANY,
  because: 'its parts are wrong',
  requirements: ['E-35', 'F-157'],
};
/** The object does not exist. */
export const NO_SUCH_KEY: Due = {
  status: 404,
  code: 'NoSuchKey',
  because: 'the object does not exist',
  requirements: ['E-30'],
};
/** No version has the id; whether it is malformed nobody can tell (E-52). */
export const NO_SUCH_VERSIONS: readonly Due[] = [
  { status: 404, code: 'NoSuchVersion', because: 'no version has the id', requirements: ['E-52'] },
  { status: 400, code: 'InvalidArgument', because: 'the version id may be malformed', requirements: ['E-52'] },
  { status: 405, code: 'MethodNotAllowed', because: 'the version may be a delete marker', requirements: ['E-51'] },
  { status: 400, code: 'InvalidRequest', because: 'the version may be a delete marker', requirements: ['F-179'] },
];
/** An update of what cannot be updated, to what it cannot be updated to, or not signed as it has to be. */
export const UNFIT_UPDATE: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'UpdateObjectEncryption takes an object under AES256 or aws:kms, and the ARN of a KMS key',
  requirements: ['E-31'],
};
/** An update to a KMS key of another account. */
export const UPDATE_ELSEWHERE: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'UpdateObjectEncryption takes a KMS key of the account that owns the bucket',
  requirements: ['E-32'],
};
/** A legal hold where Object Lock is off. */
export const NO_LOCKS: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'the bucket has no Object Lock',
  requirements: ['E-56'],
};
/** The versioning of a bucket is suspended that locks objects. */
export const NOT_SUSPENDED: Due = {
  status: 409,
  code: 'InvalidBucketState',
  because: 'Object Lock keeps its versioning on',
  requirements: ['E-57'],
};
/** A version is removed, or its encryption updated, that is locked. */
export const LOCKED_VERSION: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'the version is under a legal hold',
  requirements: ['E-55', 'F-188'],
};
/** The same of an update. */
export const LOCKED_OBJECT: Due = { ...LOCKED_VERSION, requirements: ['E-32', 'F-150'] };
/** The object does not exist, and the requester may not know. */
export const MISSING_UNTOLD: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'the object does not exist, and the requester may not list the bucket',
  requirements: ['E-41'],
};
/** S3 denies. */
export const ACCESS_DENIED: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'S3 denies it to the requester',
  requirements: ['E-46', 'F-46'],
};
/** Another account replaces the policy of a bucket. */
export const NOT_THE_OWNER: Due = {
  status: 405,
  code: 'MethodNotAllowed',
  because: "a bucket policy is replaced by the owner's account alone",
  requirements: ['E-54'],
};
/** A key id without an algorithm. */
export const KEY_ID_WITHOUT_KMS: Due = {
  status: 400,
  code: 'InvalidArgument',
  because: 'a KMS key id is given without aws:kms',
  requirements: ['E-12'],
};
/** A key id with an algorithm that takes none. */
export const KEY_ID_WITH_AES256: Due = { ...KEY_ID_WITHOUT_KMS, requirements: ['E-13'] };
/** A malformed encryption context. */
export const MALFORMED_CONTEXT: Due = {
  status: 400,
  code: ANY,
  because: 'the encryption context is malformed',
  requirements: ['E-18'],
};
/** A customer key beside an algorithm of S3. */
export const CUSTOMER_KEY_WITH_ALGORITHM: Due = {
  status: 400,
  code: 'InvalidArgument',
  because: 'a customer key goes with no other algorithm',
  requirements: ['E-19', 'P13'],
};
/** A customer key for another algorithm than AES256. */
export const BAD_CUSTOMER_ALGORITHM: Due = {
  status: 400,
  code: 'InvalidEncryptionAlgorithmError',
  because: 'a customer key is for AES256 alone',
  requirements: ['E-20'],
};
/** What is under a customer key is asked for without it. */
export const CUSTOMER_KEY_MISSING: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'the object is under a customer key, which has to be sent',
  requirements: ['E-21'],
};
/** What is under a customer key is asked for with another. */
export const CUSTOMER_KEY_WRONG: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'the object is under another customer key',
  requirements: ['E-22'],
};
/** What is under no customer key is asked for with one. */
export const CUSTOMER_KEY_NOT_DUE: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'the object is under no customer key',
  requirements: ['E-23'],
};
/** A write under a customer key where that is blocked. */
export const CUSTOMER_KEY_BLOCKED: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'the bucket blocks customer keys',
  requirements: ['E-24', 'P12'],
};
/** A part with another customer key than its upload, or without. */
export const CUSTOMER_KEY_OF_UPLOAD: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'a part comes with the customer key that its upload was begun with',
  requirements: ['E-25', 'F-63'],
};
/** The algorithm is none. */
export const BAD_ALGORITHM: Due = {
  status: 400,
  code: ANY,
  because: 'there is no such algorithm',
  requirements: ['F-29'],
};
/** A read with headers that reads take none of. */
export const HEADERS_ON_READ: Due = {
  status: 400,
  code: 'InvalidArgument',
  because: 'a read takes neither encryption algorithm nor key id',
  requirements: ['E-15', 'F-39'],
};
/** A request on an object under KMS that is not signed as KMS needs it. */
export const NEEDS_V4: Due = {
  status: 400,
  code: 'InvalidArgument',
  because: 'the object is under a KMS key, and the request is not signed by Signature Version 4',
  requirements: ['E-16', 'F-101'],
};
/** A header with nothing to act on, where a profile lets it be refused. */
export const INERT_HEADER: Due = {
  status: 400,
  code: ANY,
  because: 'a header has nothing to act on',
  requirements: ['U-14'],
};
/** A copy that changes nothing. */
export const SELF_COPY: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'it copies an object onto itself and changes nothing',
  requirements: ['E-26'],
};
/** Any number of rules but one. */
export const MALFORMED_RULES: Due = {
  status: 400,
  code: 'MalformedXML',
  because: 'an encryption configuration has exactly one rule',
  requirements: ['E-27'],
};
/** A rule of AES256 with a key id. */
export const KEY_ID_FOR_AES256: Due = {
  status: 400,
  code: 'InvalidArgument',
  because: 'AES256 takes no KMS key id',
  requirements: ['E-28'],
};
/** A bucket name that is taken, by the requester's own account. */
export const BUCKET_OWNED: Due = {
  status: 409,
  code: 'BucketAlreadyOwnedByYou',
  because: 'the account has a bucket of that name',
  requirements: ['E-42'],
};
/** A bucket that is there already, created again where that is no error. */
export const BUCKET_AGAIN: Due = {
  ...OK,
  because: 'in us-east-1 an account may create a bucket that it has',
  requirements: ['E-42'],
};
/** A bucket name that is taken by another account. */
export const BUCKET_TAKEN: Due = {
  status: 409,
  code: 'BucketAlreadyExists',
  because: 'another account has a bucket of that name',
  requirements: ['E-42'],
};
/** A bucket with objects in it. */
export const NOT_EMPTY: Due = {
  status: 409,
  code: 'BucketNotEmpty',
  because: 'there are objects in the bucket',
  requirements: ['E-43'],
};
/** A bucket policy that would make a new bucket public. */
export const PUBLIC_POLICY: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'the policy would make public a bucket whose public access is blocked',
  requirements: ['E-47'],
};
/** A replication rule that points nowhere. */
export const BAD_REPLICATION: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'its destination or role does not exist, or the destination is the bucket itself',
  requirements: [],
};
/** A replication rule from or to a bucket that keeps no versions. */
export const NOT_VERSIONED: Due = {
  status: 400,
  code: 'InvalidRequest',
  because: 'its source or destination keeps no versions',
  requirements: ['E-48', 'F-163'],
};
/** A replication rule where nothing is replicated. */
export const NO_REPLICATION: Due = {
  status: 501,
  code: ANY,
  because: 'there is no replication',
  requirements: [],
};
/** KMS throttles. */
export const SLOW_DOWN: Due = { status: 503, code: 'SlowDown', because: 'KMS throttles', requirements: ['E-11'] };
/** KMS fails, or cannot be reached. */
export const UNAVAILABLE: Due = {
  status: 503,
  code: ANY,
  because: 'KMS fails, or cannot be reached',
  requirements: ['U-32'],
};
/** The same, told by the other status that a profile may admit. */
export const FAILED_WITHIN: Due = { ...UNAVAILABLE, status: 500 };
/** The KMS key is unknown or deleted. */
export const KEY_NOT_FOUND: Due = {
  status: 400,
  code: 'KMS.NotFoundException',
  because: 'KMS knows no such key',
  requirements: ['E-07'],
};
/** The key policy does not allow a call that makes or wraps a key. */
export const KEY_DENIED: Due = {
  status: 403,
  code: 'AccessDenied',
  because: 'the key policy does not allow it',
  requirements: ['E-01'],
};
/** The key policy does not allow Decrypt. */
export const DECRYPT_DENIED: Due = { ...KEY_DENIED, requirements: ['E-02'] };
/** The KMS key is disabled. */
export const KEY_DISABLED: Due = {
  status: 400,
  code: 'KMS.DisabledException',
  because: 'the KMS key is disabled',
  requirements: ['E-05'],
};
/** The KMS key is for something else than encryption by S3. */
export const KEY_OF_OTHER_USE: Due = {
  status: 400,
  code: 'KMS.InvalidKeyUsageException',
  because: 'the KMS key is no symmetric one for encryption',
  requirements: ['E-10'],
};
/** The KMS key is without its imported material. */
export const KEY_WITHOUT_MATERIAL: Due = {
  status: 400,
  code: 'KMS.KMSInvalidStateException',
  because: 'the KMS key waits for its material',
  requirements: ['F-209'],
};
/** The KMS key is pending deletion. */
export const KEY_PENDING: Due = {
  status: 400,
  code: 'KMS.KMSInvalidStateException',
  because: 'the KMS key waits for its deletion',
  requirements: ['E-06'],
};

/** How KMS itself refuses to configure a key. */
export function kmsRefusal(code: string, because: string, ...requirements: readonly string[]): Due {
  return { status: 400, code, because, requirements };
}
