// What AWS is asked, as data: experiments, each with a bucket and a KMS key of its own and the open points that it
// tells apart. All run at once. Times are seconds since the start; steps of one experiment at one time are sent in
// parallel. A KMS event of CloudTrail has its time in whole seconds and names the bucket alone (F-88), so what may ask
// KMS is APART seconds from what else may ask it there in the same name; otherwise nobody could tell whose a call was.
import { createHash } from 'node:crypto';

const ACCOUNT = '111111111111';
/**
 * Longer than twice the distance at which a call is still joined to a request. Lifetimes may be whole minutes, and no
 * two requests are to be that far apart: which of them came first would be a matter of milliseconds.
 */
const APART = 17;
/** For a rule to be seen everywhere, mostly. */
const SETTLED = 60;
/** How long a change is watched that may act late, and how often. */
const WATCHED = 120;
const OFTEN = 3;
/** As many as the judge puts in order at once, or less. */
const AT_ONCE = 6;

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
];

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const READER = `arn:aws:iam::${ACCOUNT}:role/reader`;
const WRITER = `arn:aws:iam::${ACCOUNT}:role/writer`;
const KMS_RULE = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'key-1', BucketKeyEnabled: true };

/** The steps of an experiment in the making. */
class Steps {
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

  get(at, by, key) {
    return this.does(at, by, { op: 'GetObject', bucket: this.bucket, key });
  }
}

/** Numbers from one to below another. */
function range(from, to, step) {
  const all = [];
  for (let at = from; at < to; at += step) all.push(at);
  return all;
}

const BUILDERS = [
  {
    id: 'lifetime',
    tells: ['U-01', 'U-03', 'U-04', 'U-05'],
    what: 'one role writes, another reads one object, again and again: how long until KMS is asked anew',
    steps: (steps, seconds) => {
      steps.put(SETTLED, 'writer', 'read');
      for (const at of range(SETTLED + APART, SETTLED + seconds, APART))
        steps.put(at, 'writer', 'written').get(at + 5, 'reader', 'read');
    },
  },
  {
    id: 'pauses',
    tells: ['U-01', 'U-02'],
    what: 'the same with pauses that double: whether use prolongs the life of a bucket key',
    steps: (steps, seconds) => {
      steps.put(SETTLED, 'writer', 'read');
      for (let pause = APART, at = SETTLED + pause; at < SETTLED + seconds; pause *= 2, at += pause)
        steps.put(at, 'writer', 'written').get(at + 5, 'reader', 'read');
    },
  },
  {
    id: 'at-once',
    tells: ['U-06', 'U-04'],
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
      steps.put(SETTLED, 'writer', 'a').put(SETTLED + APART, 'reader', 'b');
      steps.get(SETTLED + 2 * APART, 'writer', 'b').get(SETTLED + 3 * APART, 'reader', 'a');
    },
  },
  {
    id: 'write-then-read',
    tells: ['U-09'],
    what: 'whether a write warms reads of the same role, and a read its writes',
    steps: (steps) => {
      steps.put(SETTLED, 'writer', 'a').get(SETTLED + APART, 'writer', 'a');
      steps.get(SETTLED + 2 * APART, 'reader', 'a').put(SETTLED + 3 * APART, 'reader', 'b');
    },
  },
  {
    id: 'sessions',
    tells: ['U-11'],
    what: 'two sessions of a role in turn: do they share a bucket key (F-95) or not (F-96)',
    steps: (steps) => {
      steps.put(SETTLED, 'writer', 'a').put(SETTLED + APART, 'writer-2', 'b');
      steps.get(SETTLED + 2 * APART, 'writer-2', 'a').get(SETTLED + 3 * APART, 'writer', 'b');
    },
  },
  {
    id: 'scoping-policies',
    tells: ['U-11'],
    what: 'a role without and with two scoping policies in turn: three requesters (F-95)',
    steps: (steps) => {
      steps.put(SETTLED, 'writer', 'a').put(SETTLED + APART, 'scoped', 'b');
      steps.put(SETTLED + 2 * APART, 'scoped-otherwise', 'c').get(SETTLED + 3 * APART, 'scoped', 'a');
      steps.get(SETTLED + 4 * APART, 'scoped-otherwise', 'a').get(SETTLED + 5 * APART, 'writer', 'c');
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
];

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
export function workload(minutes) {
  return BUILDERS.map(({ id, tells, what, steps: build }) => {
    const steps = new Steps(id);
    build(steps, minutes * 60);
    const setup = {
      requesters: REQUESTERS.filter(({ name }) => name === 'admin' || steps.all.some(({ by }) => by === name)),
      kmsKeys: [{ id: 'key-1', account: ACCOUNT }],
      aliases: [],
      buckets: [{ name: id, account: ACCOUNT, plainObjects: [] }],
    };
    const inOrder = steps.all.map((step, place) => ({ step, place }));
    inOrder.sort((one, other) => one.step.atMs - other.step.atMs || one.place - other.place);
    return { id, tells, what, setup, steps: inOrder.map(({ step }) => step) };
  });
}
