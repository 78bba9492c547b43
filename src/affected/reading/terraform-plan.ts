import { isRecord } from '../../serve/policy/policy-document.ts';
import { addPolicy } from './add-policy.ts';
import { type BucketConfiguration, type Configuration, roleName } from './configuration.ts';

/** Most resources of a plan that are looked at. */
const MOST_RESOURCES = 20_000;

type Values = Readonly<Record<string, unknown>>;

interface Change {
  readonly address: string;
  readonly type: string;
  readonly before: Values;
  readonly after: Values;
}

/** Whether a value is a plan as `terraform show -json` writes it. */
export function isTerraformPlan(value: unknown): value is Values {
  return isRecord(value) && Array.isArray(value.resource_changes);
}

/** Adds what a plan says of buckets, policies and roles, as they will be; what is only known later is not in it. */
export function addTerraformPlan(configuration: Configuration, plan: Values, file: string): void {
  const changes = (plan.resource_changes as readonly unknown[]).slice(0, MOST_RESOURCES).flatMap(changeOf);
  const attachedTo = new Map<string, string>();
  for (const { type, after } of changes) {
    if (type === 'aws_iam_role_policy_attachment') attachedTo.set(text(after.policy_arn), text(after.role));
  }
  for (const { address, type, before, after } of changes) {
    const name = `${file} ${address}`;
    const add = (document: unknown, where: Parameters<typeof addPolicy>[3]) => {
      if (typeof document === 'string' && document !== '') addPolicy(configuration, document, name, where);
    };
    switch (type) {
      case 'aws_kms_key':
      case 'aws_kms_key_policy':
        add(after.policy, { kind: 'key' });
        break;
      case 'aws_s3_bucket_policy':
        add(after.policy, { kind: 'bucket' });
        break;
      case 'aws_iam_role_policy':
      case 'aws_iam_user_policy':
        add(after.policy, { kind: 'identity', owner: text(after.role ?? after.user) });
        break;
      case 'aws_iam_policy':
        add(after.policy, { kind: 'identity', owner: attachedTo.get(text(after.arn)) || text(after.name) || address });
        break;
      case 'aws_iam_role':
        for (const inline of records(after.inline_policy))
          add(inline.policy, { kind: 'identity', owner: text(after.name) });
        break;
      case 'aws_s3_bucket_server_side_encryption_configuration':
        addBucket(configuration, text(after.bucket ?? before.bucket) || address, before, after);
        break;
      case 'aws_s3_bucket_replication_configuration':
        if (after.role !== undefined) configuration.replicationRoles.add(roleName(text(after.role)));
        break;
      case 'aws_s3_object':
      case 'aws_s3_object_copy':
        addWriter(configuration, name, after);
        break;
    }
  }
}

function addBucket(configuration: Configuration, name: string, before: Values, after: Values): void {
  const bucket: BucketConfiguration = { name, before: flagOf(before), after: flagOf(after) };
  configuration.buckets.set(name, bucket);
}

/** The flag of the rule; undefined where there is none, or it is known later only. */
function flagOf({ rule }: Values): boolean | undefined {
  const [first] = records(rule);
  return first === undefined ? undefined : first.bucket_key_enabled === true;
}

function addWriter(configuration: Configuration, name: string, after: Values): void {
  const { bucket_key_enabled: flag, server_side_encryption: sse, kms_key_id: keyId } = after;
  const how = [
    ...(flag === false ? ['bucket_key_enabled = false'] : []),
    ...(typeof sse === 'string' && sse !== 'aws:kms' ? [`server_side_encryption = ${sse}`] : []),
    ...(typeof keyId === 'string' ? ['a KMS key of its own'] : []),
  ];
  if (how.length > 0)
    configuration.ownWriters.push({ bucket: text(after.bucket) || 'unknown', name, how: how.join(', ') });
}

function changeOf(value: unknown): readonly Change[] {
  if (!isRecord(value) || !isRecord(value.change)) return [];
  const { before, after } = value.change;
  const values = (one: unknown): Values => (isRecord(one) ? one : {});
  return [{ address: text(value.address), type: text(value.type), before: values(before), after: values(after) }];
}

function records(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
