// What AWS is asked, as data: experiments, each with a bucket and a KMS key of its own and the open points that it
// tells apart. All run at once. Times are seconds since the start; steps of one experiment at one time are sent in
// parallel. A KMS event of CloudTrail has its time in whole seconds and names the bucket alone (F-88), so what may ask
// KMS is APART seconds from what else may ask it there in the same name; otherwise nobody could tell whose a call was.
import { ACCOUNT, KMS_RULE, REPLICATOR, REQUESTERS, range, Steps } from './steps.mjs';

/**
 * Longer than twice the distance at which a call is still joined to a request. Lifetimes may be whole minutes, and no
 * two requests are to be that far apart: which of them came first would be a matter of milliseconds.
 */
const APART = 17;
/** So that no two distances are the same: what lives for the one could not for the other. */
const LATER = 3;
/** For a rule to be seen everywhere, mostly. */
const SETTLED = 60;
/** How long a change is watched that may act late, and how often. */
const WATCHED = 120;
const OFTEN = 3;
/** By when a rule is seen everywhere, as far as anybody assumes (F-14, U-16). */
const SURELY_SETTLED = 31 * 60;
/** When it is looked whether an object was replicated, after it was written: mostly that takes seconds. */
const LOOKS = [10, 20, 40, 80];
/** How long the last of them may take: most that S3 replicates in time is there by then. */
const REPLICATED = 300;
/** As many as the judge puts in order at once, or less. */
const AT_ONCE = 6;

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const READER = `arn:aws:iam::${ACCOUNT}:role/reader`;
const WRITER = `arn:aws:iam::${ACCOUNT}:role/writer`;

const BUILDERS = [
  {
    id: 'lifetime',
    tells: ['U-01', 'U-02', 'U-03', 'U-04', 'U-05'],
    what: 'one role writes, another reads one object, again and again: how long until KMS is asked anew',
    steps: (steps, seconds) => {
      steps.put(SETTLED, 'writer', 'read');
      for (const at of range(SETTLED + APART, SETTLED + seconds, APART))
        steps.put(at, 'writer', 'written').get(at + 5, 'reader', 'read');
    },
  },
  {
    id: 'pauses',
    tells: ['U-02'],
    what: 'the same with pauses that double: where these end what goes on there, use prolongs the life of a bucket key',
    steps: (steps, seconds) => {
      steps.put(SETTLED, 'writer', 'read');
      for (let pause = APART, at = SETTLED + pause; at < SETTLED + seconds; pause *= 2, at += pause)
        steps.put(at, 'writer', 'written').get(at + 5, 'reader', 'read');
    },
  },
  {
    id: 'at-once',
    tells: ['U-06'],
    what: 'cold writes sent in parallel, then cold reads of one object: how many calls',
    steps: (steps) => {
      for (const n of range(0, AT_ONCE, 1)) steps.put(SETTLED, 'writer', `w${n}`);
      for (const _ of range(0, AT_ONCE, 1)) steps.get(SETTLED + APART, 'reader', 'w0');
    },
  },
  {
    id: 'second-role',
    tells: ['U-07', 'U-08'],
    what: 'a role writes after another: a bucket key of its own, or that of the first unwrapped; and is it verified',
    steps: (steps) => {
      const at = stillWarm(steps, (from) => steps.put(from, 'reader', 'b'));
      steps.get(at, 'writer', 'b').get(at + APART, 'reader', 'a');
    },
  },
  {
    id: 'write-then-read',
    tells: ['U-09'],
    what: 'whether a write warms reads of the same role, and a read its writes',
    steps: (steps) => {
      const at = stillWarm(steps, (from) => steps.get(from, 'writer', 'a'));
      steps.get(at, 'reader', 'a').put(at + APART, 'reader', 'b');
      // What it read with is there still, and what it might have written with makes data keys still.
      steps.get(at + 2 * APART + LATER, 'reader', 'a').put(at + 3 * APART, 'writer', 'c');
    },
  },
  {
    id: 'sessions',
    tells: ['U-11'],
    what: 'two sessions of a role in turn: do they share a bucket key (F-95) or not (F-96)',
    steps: (steps) => {
      const at = stillWarm(steps, (from) => steps.put(from, 'writer-2', 'b'));
      steps.get(at, 'writer-2', 'a').get(at + APART, 'writer', 'b');
    },
  },
  {
    id: 'scoping-policies',
    tells: ['U-11'],
    what: 'a role without and with two scoping policies in turn: three requesters (F-95)',
    steps: (steps) => {
      const at = stillWarm(steps, (from) => steps.put(from, 'scoped', 'b').put(from + LATER, 'scoped-otherwise', 'c'));
      steps
        .get(at, 'scoped', 'a')
        .get(at + APART, 'scoped-otherwise', 'a')
        .get(at + 2 * APART, 'writer', 'c');
    },
  },
  {
    id: 'extra-context',
    tells: ['U-12'],
    what: 'writes with two sets of extra context and with none, and reads of them',
    steps: (steps) => {
      const having = (tenant) => ({ sse: 'aws:kms', kmsKeyId: 'key-1', bucketKeyEnabled: true, context: { tenant } });
      steps.put(SETTLED, 'writer', 'a', having('a')).put(SETTLED + APART, 'writer', 'b', having('b'));
      steps.put(SETTLED + 2 * APART, 'writer', 'c').put(SETTLED + 3 * APART, 'writer', 'd', having('a'));
      for (const [place, key] of ['a', 'b', 'c', 'd'].entries())
        steps.get(SETTLED + (4 + place) * APART, 'reader', key);
    },
  },
  {
    id: 'disabled-key',
    tells: ['U-10', 'U-23'],
    what: 'the KMS key is disabled while two roles are warm, then asked for in a cold one, then enabled again',
    steps: (steps, seconds) => {
      const after = whenRefused(steps, seconds, { op: 'DisableKey', keyId: 'key-1' });
      steps.does(after, 'admin', { op: 'EnableKey', keyId: 'key-1' });
      watched(steps, after + APART, after + APART + WATCHED);
    },
  },
  {
    id: 'denied-key',
    tells: ['U-10', 'U-23'],
    what: 'the same where the key policy denies the roles what they need of KMS, then no more',
    steps: (steps, seconds) => {
      const allow = { effect: 'Allow', principal: ROOT, actions: ['kms:*'] };
      const deny = (principal) => ({ effect: 'Deny', principal, actions: ['kms:GenerateDataKey', 'kms:Decrypt'] });
      const put = (statements) => ({ op: 'PutKeyPolicy', keyId: 'key-1', statements });
      const after = whenRefused(steps, seconds, put([allow, deny(WRITER), deny(READER)]));
      steps.does(after, 'admin', put([allow]));
      watched(steps, after + APART, after + APART + WATCHED);
    },
  },
  {
    id: 'rule',
    tells: ['U-16'],
    what: 'the rule of the bucket changes to SSE-S3 and back, and somebody writes every few seconds',
    steps: (steps) => {
      for (const [place, rule] of [{ SSEAlgorithm: 'AES256' }, KMS_RULE].entries()) {
        const at = SETTLED + place * (WATCHED + OFTEN);
        steps.rule(at, rule);
        for (const later of range(at + OFTEN, at + WATCHED, OFTEN)) steps.put(later, 'writer', 'a');
      }
    },
  },
  {
    id: 'bucket-policy',
    tells: ['U-27'],
    what: 'the bucket policy denies reads, then no more, and somebody reads every few seconds',
    steps: (steps) => {
      steps.put(SETTLED, 'writer', 'a').get(SETTLED + APART, 'reader', 'a');
      const denial = { effect: 'Deny', principal: READER, actions: ['s3:GetObject'] };
      for (const [place, statements] of [[denial], []].entries()) {
        const at = SETTLED + 2 * APART + place * (WATCHED + OFTEN);
        steps.does(at, 'admin', { op: 'PutBucketPolicy', bucket: 'bucket-policy', statements });
        for (const later of range(at + OFTEN, at + WATCHED, OFTEN)) steps.get(later, 'reader', 'a');
      }
    },
  },
  {
    id: 'replicas',
    tells: ['U-13'],
    what: 'objects with and without bucket key come into a bucket that has them on: the flag, and the calls it takes',
    steps: (steps, _seconds, region) => replicated(steps, region),
    replicates: true,
  },
];

/**
 * Objects with bucket key and without are replicated into a bucket that has them on, one after the other, and then the
 * replicas are read. The one who looks for their status makes no KMS call (F-41).
 */
function replicated(steps, region) {
  const [from, to] = [steps.bucket, replicaBucketOf(steps.bucket)];
  // For S3 the key of replicas is an ARN.
  const replicaKmsKeyId = `arn:aws:kms:${region}:${ACCOUNT}:key/key-1`;
  steps.does(5, 'admin', { op: 'PutBucketEncryption', bucket: to, rules: [KMS_RULE] });
  steps.does(10, 'admin', {
    op: 'PutBucketReplication',
    bucket: from,
    destination: to,
    role: REPLICATOR,
    replicaKmsKeyId,
  });
  const without = { sse: 'aws:kms', kmsKeyId: 'key-1', bucketKeyEnabled: false };
  // What has no bucket key takes one of a rule or not: that has to be seen by then.
  const objects = [
    { key: 'with-1', at: SETTLED },
    { key: 'with-2', at: SETTLED + WATCHED },
    { key: 'without-1', at: SURELY_SETTLED, headers: without },
    { key: 'without-2', at: SURELY_SETTLED + WATCHED, headers: without },
  ];
  for (const { at, key, headers } of objects) {
    steps.put(at, 'writer', key, headers);
    for (const later of LOOKS) steps.head(at + later, 'writer', key);
  }
  const last = SURELY_SETTLED + WATCHED + REPLICATED;
  for (const [place, { key }] of objects.entries()) {
    steps.head(last + place, 'writer', key);
    steps.get(last + (place + 1) * APART, 'reader', key, to);
  }
}

/** The bucket that an experiment with replication has besides. */
function replicaBucketOf(bucket) {
  return `${bucket}-to`;
}

/**
 * Somebody writes, then comes what is asked about, then they write again: where that is warm, the bucket key of before
 * was there all the time, and who had to ask for another one might not use it. Gives when it is over.
 */
function stillWarm(steps, asks) {
  steps.put(SETTLED, 'writer', 'a');
  asks(SETTLED + APART);
  steps.put(SETTLED + 2 * APART + LATER, 'writer', 'w');
  return SETTLED + 3 * APART + LATER;
}

/** Two roles are warm when the key goes, and go on; a third requester comes cold. Gives when it is over. */
function whenRefused(steps, seconds, change) {
  steps.put(SETTLED, 'writer', 'read').get(SETTLED + 5, 'reader', 'read');
  const at = SETTLED + APART;
  steps.does(at, 'admin', change).get(at + APART + 9, 'scoped', 'read');
  watched(steps, at + APART, at + seconds);
  steps.get(at + seconds + 9, 'scoped', 'read');
  return at + seconds + APART;
}

/** The two that are warm ask in turn. */
function watched(steps, from, to) {
  for (const at of range(from, to, APART)) steps.put(at, 'writer', 'written').get(at + 5, 'reader', 'read');
}

/** The experiments. `minutes`: for how long lifetimes are looked for. */
export function workload(minutes, region) {
  return BUILDERS.map(({ id, tells, what, steps: build, replicates = false }) => {
    const steps = new Steps(id);
    build(steps, minutes * 60, region);
    const asks = (name) =>
      name === 'admin' || (name === REPLICATOR && replicates) || steps.all.some(({ by }) => by === name);
    const bucket = (name) => ({
      name,
      account: ACCOUNT,
      ...(replicates && { versioning: 'Enabled' }),
      plainObjects: [],
    });
    const setup = {
      requesters: REQUESTERS.filter(({ name }) => asks(name)),
      kmsKeys: [{ id: 'key-1', account: ACCOUNT }],
      aliases: [],
      buckets: [bucket(id), ...(replicates ? [bucket(replicaBucketOf(id))] : [])],
    };
    const inOrder = steps.all.map((step, place) => ({ step, place }));
    inOrder.sort((one, other) => one.step.atMs - other.step.atMs || one.place - other.place);
    return { id, tells, what, setup, steps: inOrder.map(({ step }) => step) };
  });
}
