import { type Fix, fixFor } from './fix.ts';
import {
  type Access,
  accessOf,
  type Deciding,
  includes,
  isAboutKey,
  isAccount,
  type NamedPolicy,
  type Subject,
} from './iam/access.ts';
import { isAboutContext, operatorOf } from './iam/conditions.ts';
import type { ConditionTest, IamStatement } from './iam/policy-document.ts';
import type { BucketConfiguration, Configuration, InventoryCount, OwnWriter } from './reading/configuration.ts';

/** Most findings that are kept. */
const MOST_FINDINGS = 1_000;
/** Most objects tried for a bucket, one for each pattern that names objects. */
const MOST_SAMPLES = 100;

/** What S3 asks of KMS for somebody, and for which requests. */
const ACTIONS = [
  { action: 'kms:GenerateDataKey', requests: 'writes' },
  { action: 'kms:Decrypt', requests: 'reads' },
  { action: 'kms:Encrypt', requests: 'replicas' },
] as const;

/** How a call fares without a bucket key and with one. */
export type Change = 'refused when on' | 'refused when off' | 'refused either way' | 'may be refused when on';

/** Somebody whose requests KMS refuses with the flag on or off. */
export interface Finding {
  readonly change: Change;
  readonly subject: string;
  readonly isReplication: boolean;
  readonly bucket: string;
  /** What KMS refuses. */
  readonly actions: readonly string[];
  readonly requests: readonly (typeof ACTIONS)[number]['requests'][];
  /** The context of the call without a bucket key, of an object for which it fares so, and that with one (F-88). */
  readonly objectArn: string;
  readonly bucketArn: string;
  /** The statement that decides, and its condition; undefined where none allows it. */
  readonly policy: string | undefined;
  readonly statement: string | undefined;
  readonly condition: ConditionTest | undefined;
  /** The smallest change after which both contexts are allowed; undefined where none of one statement does. */
  readonly fix: Fix | undefined;
}

/** A bucket policy that asks for encryption headers, so that writers send their own. */
export interface HeaderDemand {
  readonly policy: string;
  readonly statement: string;
  readonly key: string;
}

/** How the calls of one kind for a key fare. */
interface Fared {
  readonly action: string;
  readonly keyArn: string;
  readonly off: Access;
  readonly on: Access;
}

/** Who is affected when a flag is switched. */
export interface AffectedReport {
  readonly subjects: number;
  readonly buckets: readonly BucketConfiguration[];
  readonly findings: readonly Finding[];
  readonly beyondFindings: number;
  readonly demands: readonly HeaderDemand[];
  readonly ownWriters: readonly OwnWriter[];
  readonly inventories: readonly InventoryCount[];
  readonly leftOut: readonly string[];
}

/** Says who is refused when bucket keys are turned on or off, by the policies at hand. */
export function affectedBy(configuration: Configuration, named: readonly string[] = []): AffectedReport {
  const { keyPolicies, bucketPolicies, ownWriters, inventories, leftOut } = configuration;
  const subjects = subjectsOf(configuration);
  const policies = [...keyPolicies, ...[...configuration.identityPolicies.values()].flat()];
  const patterns = policies.flatMap(({ statements }) => statements.flatMap(contextPatterns));
  const buckets = named.length > 0 ? named : bucketsIn(patterns);
  const findings: Finding[] = [];
  let beyond = 0;
  for (const subject of subjects) {
    for (const keyPolicy of keyPolicies.length === 0 ? [undefined] : keyPolicies) {
      for (const bucket of buckets) {
        for (const finding of together(findingsOf(subject, keyPolicy, bucket, patterns, configuration))) {
          if (findings.length < MOST_FINDINGS) findings.push(finding);
          else beyond += 1;
        }
      }
    }
  }
  const told = [...new Set([...buckets, ...configuration.buckets.keys()])];
  return {
    subjects: subjects.length,
    buckets: told.map((name) => configuration.buckets.get(name) ?? { name, before: undefined, after: undefined }),
    findings,
    beyondFindings: beyond,
    demands: bucketPolicies.flatMap(demandsOf),
    ownWriters,
    inventories,
    leftOut,
  };
}

/** Who has a policy, and whom a key policy names, but for whole accounts: these leave it to others. */
function subjectsOf({ keyPolicies, identityPolicies }: Configuration): readonly Subject[] {
  const subjects = [...identityPolicies].map(([name, policies]) => ({ name, identityPolicies: policies }));
  const named = keyPolicies.flatMap(({ statements }) =>
    statements.flatMap(({ principals, actions }) => {
      const isAsked = ACTIONS.some(({ action }) => includes(actions, action));
      return isAsked && principals?.isNegated === false ? principals.patterns : [];
    }),
  );
  const others = [...new Set(named)].filter(
    (name) => !isAccount(name) && !subjects.some((subject) => name.endsWith(`/${subject.name}`)),
  );
  return [...subjects, ...others.map((name) => ({ name, identityPolicies: [] }))];
}

function findingsOf(
  subject: Subject,
  keyPolicy: NamedPolicy | undefined,
  bucket: string,
  patterns: readonly string[],
  { replicationRoles }: Configuration,
): readonly Finding[] {
  const keys = keysOf(subject);
  const isReplication = [...replicationRoles].some(
    (role) => subject.name === role || subject.name.endsWith(`/${role}`),
  );
  const bucketArn = `arn:${partitionOf(patterns, bucket)}:s3:::${bucket}`;
  const findings: Finding[] = [];
  for (const { action, requests } of ACTIONS) {
    if (requests === 'replicas' && !isReplication) continue;
    const told = new Set<string>();
    for (const { keyArn, objectArn } of pairsOf(keys, objectsOf(patterns, bucketArn))) {
      const on = accessOf(subject, keyPolicy, { action, keyArn, contextArn: bucketArn });
      const off = accessOf(subject, keyPolicy, { action, keyArn, contextArn: objectArn });
      const call = { action, keyArn, off, on };
      const change = changeOf(off, on) ?? refusedByWildcard(subject, keyPolicy, call);
      if (change === undefined) continue;
      const decides = decidingStatement(subject, keyPolicy, change, call);
      const place = `${change} ${decides?.policy} ${decides?.statement.name}`;
      if (told.has(place)) continue;
      told.add(place);
      const condition = decides?.statement.conditions.find(isAboutContext);
      findings.push({
        change,
        subject: subject.name,
        isReplication,
        bucket,
        actions: [action],
        requests: [isReplication && requests === 'writes' ? 'replicas' : requests],
        objectArn,
        bucketArn,
        policy: decides?.policy,
        statement: decides?.statement.name,
        condition,
        fix: decides && fixFor(subject, keyPolicy, decides, { ...call, objectArn, bucketArn }),
      });
    }
  }
  const mayWrite = keys
    .map((keyArn) => {
      const access = (action: string) => accessOf(subject, keyPolicy, { action, keyArn, contextArn: bucketArn });
      return { write: access('kms:GenerateDataKey'), read: access('kms:Decrypt') };
    })
    .find(({ write, read }) => write.verdict === 'allowed' && read.verdict === 'refused')?.write;
  if (mayWrite !== undefined && !findings.some(({ requests }) => requests.includes('reads')))
    findings.push({
      change: 'may be refused when on',
      subject: subject.name,
      isReplication,
      bucket,
      actions: ['kms:Decrypt'],
      requests: ['writes'],
      objectArn: `${bucketArn}/object`,
      bucketArn,
      policy: mayWrite.by[0]?.policy,
      statement: mayWrite.by[0]?.statement.name,
      condition: undefined,
      fix: undefined,
    });
  return findings;
}

/** Findings of several actions, by the same statement and with the same change to make, are one. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const { actions, requests, ...finding } of findings) {
    const key = JSON.stringify(finding);
    const before = merged.get(key);
    const all = {
      actions: [...(before?.actions ?? []), ...actions],
      requests: [...new Set([...(before?.requests ?? []), ...requests])],
    };
    merged.set(key, { ...finding, ...all });
  }
  return [...merged.values()];
}

function changeOf(off: Access, on: Access): Change | undefined {
  if (off.verdict !== 'refused' && on.verdict === 'refused') return 'refused when on';
  if (off.verdict === 'refused' && on.verdict !== 'refused') return 'refused when off';
  return undefined;
}

/** StringEquals takes `*` for a star: whoever means any object by it is refused whatever the flag. */
function refusedByWildcard(
  subject: Subject,
  keyPolicy: NamedPolicy | undefined,
  { action, keyArn, off, on }: Fared,
): Change | undefined {
  if (off.verdict !== 'refused' || on.verdict !== 'refused') return undefined;
  const isMeant = statementsOf(subject, keyPolicy, keyArn).some(({ statement }) =>
    isWildcardMistake(statement, action),
  );
  return isMeant ? 'refused either way' : undefined;
}

function isWildcardMistake({ effect, actions, conditions }: IamStatement, action: string): boolean {
  return (
    effect === 'Allow' &&
    includes(actions, action) &&
    conditions.some(
      (test) =>
        isAboutContext(test) &&
        operatorOf(test.operator).compare === 'StringEquals' &&
        test.values.some((value) => /[*?]/.test(value)),
    )
  );
}

function decidingStatement(
  subject: Subject,
  keyPolicy: NamedPolicy | undefined,
  change: Change,
  { action, keyArn, off, on }: Fared,
): Deciding | undefined {
  if (change === 'refused either way')
    return statementsOf(subject, keyPolicy, keyArn).find(({ statement }) => isWildcardMistake(statement, action));
  const [allowed, refused] = change === 'refused when on' ? [off, on] : [on, off];
  return (
    refused.by[0] ?? allowed.by.find(({ statement }) => statement.conditions.some(isAboutContext)) ?? allowed.by[0]
  );
}

/** All statements that may be about somebody and a key. */
function statementsOf({ identityPolicies }: Subject, keyPolicy: NamedPolicy | undefined, keyArn: string) {
  const told = ({ name, statements }: NamedPolicy) => statements.map((statement) => ({ policy: name, statement }));
  const own = identityPolicies.flatMap(told).filter(({ statement }) => isAboutKey(statement, keyArn));
  return [...own, ...(keyPolicy === undefined ? [] : told(keyPolicy))];
}

/** Keys for which somebody may fare in different ways: one for each pattern that names some, one that none names. */
function keysOf({ identityPolicies }: Subject): readonly string[] {
  const named = identityPolicies
    .flatMap(({ statements }) => statements.flatMap(({ resources }) => resources?.patterns ?? []))
    .filter((pattern) => /:kms:/.test(pattern) && !pattern.includes('${'))
    .map((pattern) => pattern.replace(/[*?]+/g, 'any'));
  return [...new Set([...named.slice(0, MOST_SAMPLES), 'arn:aws:kms:any:000000000000:key/any'])];
}

function pairsOf(keys: readonly string[], objects: readonly string[]) {
  return keys.flatMap((keyArn) => objects.map((objectArn) => ({ keyArn, objectArn })));
}

function contextPatterns({ conditions }: IamStatement): readonly string[] {
  return conditions.filter(isAboutContext).flatMap(({ values }) => values);
}

/** The buckets that patterns name in full; some bucket where they name none. */
function bucketsIn(patterns: readonly string[]): readonly string[] {
  const names = patterns.flatMap((pattern) => /^arn:[\w-]+:s3:::([^/]+)/.exec(pattern)?.[1] ?? []);
  const literal = [...new Set(names)].filter((name) => !/[*?$]/.test(name));
  return literal.length > 0 || patterns.length === 0 ? literal : ['some-bucket'];
}

function partitionOf(patterns: readonly string[], bucket: string): string {
  const found = patterns.find((pattern) => pattern.includes(`:s3:::${bucket}`)) ?? patterns[0];
  return found?.split(':')[1] ?? 'aws';
}

/** An object for each pattern that can name one of the bucket, and one that none thinks of. */
function objectsOf(patterns: readonly string[], bucketArn: string): readonly string[] {
  const keys = patterns.flatMap((pattern) => {
    const slash = pattern.indexOf('/');
    return slash < 0 ? [] : [pattern.slice(slash + 1).replace(/[*?]+/g, 'object')];
  });
  return [...new Set([...keys, 'object'])].slice(0, MOST_SAMPLES).map((key) => `${bucketArn}/${key}`);
}

/** Conditions by which a bucket policy asks for headers (F-143): there is none for the flag (F-144). */
function demandsOf({ name, statements }: NamedPolicy): readonly HeaderDemand[] {
  return statements.flatMap(({ name: statement, effect, conditions }) =>
    conditions
      .filter(({ key }) => effect === 'Deny' && key.toLowerCase().startsWith('s3:x-amz-server-side-encryption'))
      .map(({ key }) => ({ policy: name, statement, key })),
  );
}
