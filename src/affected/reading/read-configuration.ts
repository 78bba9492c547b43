import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileErrorText } from '../../files/file-error.ts';
import { isRecord } from '../../serve/policy/policy-document.ts';
import { nestsDeeper } from '../../trace/json-line.ts';
import { TraceError } from '../../trace/trace-error.ts';
import { addPolicy } from './add-policy.ts';
import { type Configuration, newConfiguration, roleName } from './configuration.ts';
import { countInventory } from './inventory.ts';
import { addTerraformPlan, isTerraformPlan } from './terraform-plan.ts';

/** Largest file that is read whole, in bytes: plans have every resource in them. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Deepest nesting: modules of a plan nest. */
const MOST_DEPTH = 200;

/**
 * Reads what files say: policies as IAM JSON, bare or as the AWS CLI shows them, plans of Terraform, replication
 * configurations, and inventories in CSV.
 *
 * @throws TraceError
 */
export async function readConfiguration(
  paths: readonly string[],
  inventorySchema: string | undefined,
): Promise<Configuration> {
  const configuration = newConfiguration();
  for (const path of paths) {
    if (/\.csv(\.gz)?$/i.test(path)) configuration.inventories.push(...(await countInventory(path, inventorySchema)));
    else addDocument(configuration, await jsonOf(path), basename(path));
  }
  return configuration;
}

async function jsonOf(path: string): Promise<unknown> {
  let text: string;
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw new TraceError(path, undefined, 'is not a regular file');
    if (stats.size > MOST_BYTES) throw new TraceError(path, undefined, `more than ${MOST_BYTES} bytes`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw error instanceof TraceError ? error : new TraceError(path, undefined, fileErrorText(error));
  }
  if (nestsDeeper(text, MOST_DEPTH)) throw new TraceError(path, undefined, `nested deeper than ${MOST_DEPTH} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw new TraceError(path, undefined, 'not valid JSON');
  }
}

function addDocument(configuration: Configuration, document: unknown, name: string): void {
  if (isTerraformPlan(document)) {
    addTerraformPlan(configuration, document, name);
    return;
  }
  if (!isRecord(document)) {
    configuration.leftOut.push(`${name}: neither a policy nor a plan`);
    return;
  }
  const { Policy, PolicyDocument, PolicyVersion, RoleName, UserName, ReplicationConfiguration } = document;
  if (isRecord(ReplicationConfiguration)) {
    const { Role } = ReplicationConfiguration;
    if (typeof Role === 'string') configuration.replicationRoles.add(roleName(Role));
    return;
  }
  const owner = [RoleName, UserName].find((one): one is string => typeof one === 'string');
  const versioned = isRecord(PolicyVersion) ? PolicyVersion.Document : undefined;
  addPolicy(
    configuration,
    Policy ?? PolicyDocument ?? versioned ?? document,
    name,
    owner === undefined ? {} : { owner },
  );
}
