import { claims } from './claims.ts';

/** Versions of an object. */
export const versions = claims(`
F-175 | documented | UG:Versioning; API:PutBucketVersioning | A bucket is unversioned until it is Enabled, and from then
  on Enabled or Suspended. The setting is eventual (F-14).
F-176 | documented | UG:Versioning; UG:VersionSuspendedBehavior | Enabled: each write makes a version with an id.
  Suspended: it replaces the version null. Encryption, flag and ETag belong to the version.
F-177 | documented | UG:DeleteMarker; UG:DeletingObjectVersions | DELETE adds a delete marker (204), where Suspended in
  place of the version null; with a version id it removes that version for good, and needs s3:DeleteObjectVersion.
F-178 | documented | API:GetObject; API:HeadObject; UG:DeleteMarker | A read of a current delete marker: 404, of a
  marker by id: 405 MethodNotAllowed. Unknown version id: 404 NoSuchVersion, malformed: 400. Reads by id need
  s3:GetObjectVersion.
F-179 | documented | API:CopyObject | A copy takes the current version or the one named; a delete marker as source: 404,
  named: 400 InvalidRequest. Copied onto its own key an old version is restored, encrypted as the destination says.
F-180 | documented | UG:delete-marker-replication; UG:replication-what-is-isnot-replicated | Delete markers replicate
  only where the rule says so, deletions by version id never; a replica has its source's version id.
F-188 | documented | UG:object-lock; UG:object-lock-managing; UG:replication-what-is-isnot-replicated | Where Object
  Lock is on a version may be under a legal hold or retention: it is not removed, a delete marker may hide it; its
  replica is locked too, in a bucket with Object Lock.
F-190 | documented | UG:s3-batch-replication-batch; UG:s3-batch-replication-policies | Batch Replication takes up by the
  rule what is there: never replicated, FAILED, COMPLETED, replicas. The role of its job needs s3:InitiateReplication;
  that of the rule replicates.
F-194 | documented | API:DeleteObjects; UG:delete-multiple-objects | DeleteObjects names up to 1,000 keys, with version
  ids or without. Each is deleted as a DeleteObject would delete it, and has its result or its error in an answer of
  200; quiet mode shows the errors alone.
F-196 | documented | UG:lifecycle-expire-general-considerations; UG:object-lock | Lifecycle expires a current version as
  a DELETE does: it is gone, or hidden by a marker where versions are kept. A marker alone is removed. A noncurrent
  version is removed for good, unless it is locked.
F-197 | documented | UG:lifecycle-and-other-bucket-config; UG:replication-what-is-isnot-replicated | While the
  replication of a version is PENDING or FAILED lifecycle neither expires it nor moves it to another storage class. Its
  delete markers are not replicated.
F-198 | implied | UG:lifecycle-transition-general-considerations; UG:intelligent-tiering | What moves to another storage
  class, by lifecycle or Intelligent-Tiering, keeps its encryption, KMS key, bucket key and ETag.
F-199 | documented | UG:lifecycle-and-other-bucket-config | Lifecycle actions are not in CloudTrail. Server access logs
  have them, as S3.EXPIRE.OBJECT, S3.CREATE.DELETEMARKER and S3.TRANSITION for the classes.
`);
