import type { Event } from '../vocabulary/events/event.ts';
import type { FieldKind, FieldTypes } from '../vocabulary/fields.ts';
import type { S3Action, S3ConfigurationAction } from '../vocabulary/policy.ts';

/**
 * What is true of an operation whoever looks at it: the model, which walks it, and everything else, which is derived
 * from it. What must hold of an operation is not here: that is written in the properties.
 */
export interface Operation<F = FieldKinds> {
  /** A requester's request, or something that the environment does. */
  readonly by: 'requester' | 'environment';
  /** What it is done to. */
  readonly about: 'bucket' | 'object' | 'upload' | 'kmsKey' | 'hosts' | 'kms';
  /** Its fields but for `op`, in the order in which a trace writes them. */
  readonly fields: F;
  /** The object version it reads. */
  readonly reads?: Reads;
  /** The object version it writes. */
  readonly writes?: Writes;
  /** The multipart upload that it is about. */
  readonly upload?: UploadUse;
  /** The action that the bucket policy must not deny to the owner's account, and must allow to others (F-184). */
  readonly needs?: S3ConfigurationAction;
  /** Its checks, in their order: the first that fails is the answer. KMS is asked after all of them. */
  readonly order: readonly Check[];
  /** Status of a success. */
  readonly status: 200 | 204;
  /** Its answers have no body, and so a refusal has no code. */
  readonly bodiless?: true;
  readonly wording: Wording;
  /** Requirement ids of a success. */
  readonly because: readonly string[];
}

/** The side of an operation that reads an object version. */
export interface Reads {
  /** The object of its fields `bucket` and `key`, or that of its field `source`. */
  readonly from: 'object' | 'source';
  /** The actions that S3's own authorisation must allow on the bucket (F-46). */
  readonly needs: readonly Exclude<S3Action, 's3:*'>[];
  /** Those it must allow instead where the request names a version (F-178). */
  readonly needsByVersion?: readonly Exclude<S3Action, 's3:*'>[];
  /**
   * Whether the data key is decrypted, for which KMS may be asked: always, never, or as the profile says in this field.
   */
  readonly decrypts: 'always' | 'never' | 'headDecrypts' | 'checksumOpens';
  /** What of the version a success shows: data and headers, headers, or the ETag alone; nothing where it writes. */
  readonly shows?: 'data' | 'headers' | 'etag';
}

/** The side of an operation that writes an object version. */
export interface Writes {
  /**
   * The object of its fields `bucket` and `key`, or the one of that key in the bucket that the replication rule names.
   */
  readonly to: 'object' | 'replica';
  /** The actions that S3's own authorisation must allow on the bucket (F-46). */
  readonly needs: readonly Exclude<S3Action, 's3:*'>[];
  /** Those it must allow instead where the request names a version (F-177). */
  readonly needsByVersion?: readonly Exclude<S3Action, 's3:*'>[];
  /**
   * What is there afterwards: a new version, under a data key of its own for which KMS may be asked; one that was
   * `assembled` of the parts of an upload, under the data key of that; the version that is read, its data key
   * `rewrapped`; or nothing.
   */
  readonly leaves: 'version' | 'assembled' | 'rewrapped' | 'nothing';
}

/** What an operation does with a multipart upload. */
export interface UploadUse {
  /**
   * It makes one, with a data key for which KMS may be asked; brings a part to it; makes an object of it; gives it up;
   * or shows what it has.
   */
  readonly does: 'begins' | 'adds' | 'completes' | 'aborts' | 'lists';
  /**
   * The actions that S3's own authorisation must allow on the bucket (F-46); who began it may abort and list it unless
   * that is denied.
   */
  readonly needs: readonly Exclude<S3Action, 's3:*'>[];
  /** Whether the data key of the upload is decrypted: always, never, or as the profile says in this field. */
  readonly decrypts: 'always' | 'never' | 'uploadOpens';
}

/** One check of an operation. */
export type Check =
  /** Every bucket that it reads from, writes to or configures is there (E-29). */
  | 'bucket'
  /** No bucket has the name, but for one's own in us-east-1; nor is one of it still being deleted (E-42, E-44). */
  | 'nameFree'
  /** The bucket policy does not make public what must not be (F-162). */
  | 'publicPolicy'
  /** The bucket holds no object. */
  | 'empty'
  /** The requester may configure the bucket: by what its policy says, or as its owner (F-46, F-184). */
  | 'owner'
  /** No bucket that it is about is a directory bucket, where there is no such operation (F-20). */
  | 'generalPurpose'
  /** Exactly one encryption rule, and no key with AES256 (E-27, E-28); of a directory bucket its one key (E-36). */
  | 'rules'
  /** A bucket key in a rule for DSSE, which may be refused (U-14, F-07). */
  | 'inertRule'
  /** Another bucket as the destination, and a role, that are there (F-67). */
  | 'replicationRule'
  /** The system replicates at all. */
  | 'replication'
  /** Source and destination of the replication keep versions (E-48, F-163). */
  | 'versioned'
  /** Encryption headers that are wrong whoever asks (E-12, E-18). */
  | 'headers'
  /**
   * S3 allows what each side needs (F-46). Where KMS may still be asked, its refusal may come before this one (U-20).
   */
  | 'permission'
  /** The object version that is read is there (E-30). */
  | 'object'
  /** S3 allows PutObject as well, which may be asked of an update (F-151). */
  | 'putPermission'
  /** The KMS key is named by its ARN, and is of the account of the bucket (F-148, F-150). */
  | 'keyArn'
  /** A legal hold is put on a version where Object Lock is on (E-56, F-188). */
  | 'legalHold'
  /** The version is not locked (F-150). */
  | 'locked'
  /** The versioning of the bucket may be changed so (E-57). */
  | 'suspension'
  /** The encryption that a version has is one that can be updated (F-148). */
  | 'updatable'
  /** What is read is under the customer key that is sent, or under none and none is sent (E-21 to E-23). */
  | 'customerKey'
  /** The upload is under the customer key that is sent, or under none and none is sent (E-25, F-63). */
  | 'uploadKey'
  /** The bucket does not block the customer key that the upload is under (E-24). */
  | 'uploadBlock'
  /** A read is sent without encryption headers (E-15, F-39, F-183). */
  | 'readHeaders'
  /** It is signed as it has to be for what it is about (F-16, F-34, F-101). */
  | 'signature'
  /** The bucket has a replication rule, the version falls under it and its replication is not settled (F-66, F-76). */
  | 'eligible'
  /** The encryption that a write results in can be told (P1 to P11, P14, P15). */
  | 'encryption'
  /** The number is one that a part can have (F-157). */
  | 'partNumber'
  /** There is an upload with the id (E-35). */
  | 'upload'
  /** The parts that are listed are there, in order, and large enough (E-35). */
  | 'parts'
  /** What it is carried out for is so: of the ETag of what it reads, or of what it writes over (F-36, F-181, F-182). */
  | 'condition'
  /** The range or the part that is asked for is there (F-44). */
  | 'range'
  /** A copy onto itself changes something (E-26, F-51). */
  | 'selfCopy'
  /** The period is one that KMS accepts. */
  | 'period'
  /** The alias has a name that is not AWS's own (F-185, F-191). */
  | 'aliasName'
  /** The alias is there, in the account of the requester. */
  | 'alias'
  /** The requester's account has the KMS key, and it is not deleted (F-164). */
  | 'key'
  /** The KMS key is not one that AWS manages (F-12). */
  | 'customerManaged'
  /**
   * The key policy allows it (F-164). Where the state of the key refuses too, its refusal may come before this one
   * (U-20).
   */
  | 'keyPolicy'
  /** A new key policy leaves its caller able to replace it again, or the check is bypassed (F-165, F-214). */
  | 'lockout'
  /** Who asks may make KMS keys (F-213). */
  | 'newKey'
  /** No KMS key has had the id of the new one (F-213). */
  | 'newKeyId'
  /** The KMS key is in a state that admits it, and the name of a new alias is not taken (F-191). */
  | 'keyState'
  /** The grant is there (F-206). */
  | 'grant'
  /** Who asks may retire the grant (F-208). */
  | 'retiring'
  /** KMS tells whether the KMS key rotates, which of one with imported material is open (D-22). */
  | 'rotationTold'
  /** The KMS key has a rotation left (F-124). */
  | 'rotationsLeft'
  /** No automatic rotation is near (F-168). */
  | 'rotationConflict';

/**
 * How an operation is told. In the templates `{name}` stands for a field; a part in brackets is left out where its
 * field has nothing to say.
 */
export interface Wording {
  /** What its name is followed by. */
  readonly call: string;
  /** It, done and to be done, as the predicate of a sentence; without them, that it is called by its name. */
  readonly past?: string;
  readonly infinitive?: string;
}

/** Fields by name: their kinds, with `?` for what may be left out. */
export type FieldKinds = Readonly<Record<string, FieldKind | `${FieldKind}?`>>;

/** The fields of an event: the compiler holds a row to the event's interface. */
export type FieldsOf<E extends Event> = {
  readonly [Name in Exclude<keyof E, 'op'>]-?: Record<never, never> extends Pick<E, Name>
    ? `${KindOf<Exclude<E[Name], undefined>>}?`
    : KindOf<E[Name]>;
};

/** The kinds of field whose type is this one. */
type KindOf<T> = {
  [Kind in FieldKind]: [T, FieldTypes[Kind]] extends [FieldTypes[Kind], T] ? Kind : never;
}[FieldKind];

/** One row for each of some events, by name. */
export type Rows<E extends Event> = { readonly [Op in E['op']]: Operation<FieldsOf<Extract<E, { readonly op: Op }>>> };
