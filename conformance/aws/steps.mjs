// The steps of an experiment, and who takes them.
import { createHash } from 'node:crypto';

/** The account of all that there is. */
export const ACCOUNT = '111111111111';
/** The role by which S3 replicates. */
export const REPLICATOR = 'replicator';
const role = (name, principal, session, scopingPolicy) => ({
  name,
  account: ACCOUNT,
  principal,
  session,
  ...(scopingPolicy === undefined ? {} : { scopingPolicy }),
});

/** Who asks, as the traces have it: three roles, two sessions and two scoping policies of one of them. */
export const REQUESTERS = [
  role('admin', 'admin', 'a1'),
  role('writer', 'writer', 'w1'),
  role('writer-2', 'writer', 'w2'),
  role('scoped', 'writer', 'w3', 'one'),
  role('scoped-otherwise', 'writer', 'w4', 'other'),
  role('reader', 'reader', 'r1'),
  // S3 takes on this one itself; it asks nothing.
  role(REPLICATOR, 'replicator', 's3-replication'),
];

/** The rule that an experiment begins with. */
export const KMS_RULE = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key-1', BucketKeyEnabled: true };

/** The steps of an experiment in the making. */
export class Steps {
  constructor(bucket) {
    this.bucket = bucket;
    this.all = [];
    this.rule(0, KMS_RULE);
  }

  does(at, by, event) {
    this.all.push({ atMs: at * 1_000, by, event });
    return this;
  }

  rule(at, rule) {
    return this.does(at, 'admin', { op: 'PutBucketEncryption', bucket: this.bucket, rules: [rule] });
  }

  put(at, by, key, headers = {}) {
    const text = `${key} ${this.all.length}`;
    const body = { text, md5: createHash('md5').update(text).digest('hex') };
    return this.does(at, by, { op: 'PutObject', bucket: this.bucket, key, body, headers });
  }

  get(at, by, key, bucket = this.bucket) {
    return this.does(at, by, { op: 'GetObject', bucket, key });
  }

  head(at, by, key) {
    return this.does(at, by, { op: 'HeadObject', bucket: this.bucket, key });
  }
}

/** Numbers from one to below another. */
export function range(from, to, step) {
  const all = [];
  for (let at = from; at < to; at += step) all.push(at);
  return all;
}
