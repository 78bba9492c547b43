import type { Credential } from '../serve/credentials/credentials.ts';

/** A server that has begun to listen. */
export interface ServerReport {
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly services: readonly string[];
  readonly credentials: readonly Credential[];
  /** Whether nobody can know the credentials but by this report: only then are secrets in it. */
  readonly isNew: boolean;
}

/** The report for people: what they have to set, as a shell takes it. */
export function serverText({ address, region, services, credentials, isNew }: ServerReport): string {
  const [first] = credentials;
  const keys =
    first === undefined || !isNew
      ? []
      : [`export AWS_ACCESS_KEY_ID=${first.accessKeyId}`, `export AWS_SECRET_ACCESS_KEY=${first.secretAccessKey}`];
  return [
    `# ${services.map((name) => name.toUpperCase()).join(' and ')} at ${address}; Ctrl-C ends it.`,
    `export AWS_ENDPOINT_URL=${address}`,
    `export AWS_REGION=${region}`,
    ...keys,
    `# KMS calls: curl ${address}/_bucketkey/kms-log`,
    '',
  ].join('\n');
}

/** The report as one line of JSON. */
export function serverJson({ credentials, isNew, ...server }: ServerReport): string {
  const shown = credentials.map(({ accessKeyId, secretAccessKey, requester: { account, principal } }) => {
    const who = { accessKeyId, account, role: principal };
    return isNew ? { ...who, secretAccessKey } : who;
  });
  return `${JSON.stringify({ ...server, credentials: shown })}\n`;
}
