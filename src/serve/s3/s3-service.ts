import { ANONYMOUS } from '../credentials/credentials.ts';
import type { RequestBody } from '../http/body.ts';
import type { RequestHead } from '../http/head.ts';
import { parameter } from '../http/head.ts';
import type { Service } from '../http/http-server.ts';
import type { Reply } from '../http/reply.ts';
import type { Authenticated, Authenticator } from '../sigv4/authenticator.ts';
import { SignatureError } from '../sigv4/signature-error.ts';
import type { World } from '../world/world.ts';
import type { Worlds } from '../world/worlds.ts';
import { addressOf, type S3Address } from './address.ts';
import { requireOpen } from './bucket-sessions.ts';
import { withHoistedHeaders } from './hoisted.ts';
import type { ObjectLimits } from './object-request.ts';
import { readContent } from './read-content.ts';
import { operationFor } from './route.ts';
import { S3Error, s3ErrorOf } from './s3-error.ts';
import { errorReply } from './s3-reply.ts';
import { type BucketKind, S3Request } from './s3-request.ts';

/** How S3 is served. */
export interface S3ServiceOptions {
  /** Names below which a host is a bucket. */
  readonly domains: readonly string[];
  readonly limits: ObjectLimits;
}

/** S3 by its REST protocol, path style and virtual-host style. */
export class S3Service implements Service {
  readonly #worlds: Worlds;
  readonly #authenticator: Authenticator;
  readonly #options: S3ServiceOptions;

  constructor(worlds: Worlds, authenticator: Authenticator, options: S3ServiceOptions) {
    this.#worlds = worlds;
    this.#authenticator = authenticator;
    this.#options = options;
  }

  /** Whatever no other protocol takes. */
  takes(): boolean {
    return true;
  }

  async answer(head: RequestHead, body: RequestBody): Promise<Reply> {
    try {
      return await this.#carryOut(head, body);
    } catch (error) {
      return errorReply(s3ErrorOf(error), head.path, head.requestId);
    }
  }

  async #carryOut(sent: RequestHead, body: RequestBody): Promise<Reply> {
    const world = this.#worlds.current;
    const payloadHash = payloadHashOf(sent);
    const address = addressOf(sent, this.#options.domains);
    const authenticated = this.#authenticated(sent, payloadHash, world, address);
    const head = authenticated?.claim.form === 'presigned' ? withHoistedHeaders(sent) : sent;
    const operation = operationFor(head, address, kindAsked(world, address, authenticated));
    const asker = askerOf(head, world, authenticated);
    const content = (maxBytes: number) => readContent(head, body, authenticated, payloadHash, maxBytes);
    const session = world.sessions.of(authenticated?.claim.accessKeyId ?? '');
    const request = new S3Request(head, world, asker, address, content, session);
    requireOpen(request, operation.inSession);
    requireOwner(request);
    return operation.carryOut(request, this.#options.limits);
  }

  #authenticated(
    head: RequestHead,
    payloadHash: string,
    { arns, sessions }: World,
    { bucket }: S3Address,
  ): Authenticated | undefined {
    const isDirectory = bucket !== null && arns.isDirectory(bucket);
    const services = bucket === null || isDirectory ? ['s3express', 's3'] : ['s3'];
    const scope = { services, region: this.#worlds.region };
    const ofSession = (accessKeyId: string) => sessions.of(accessKeyId)?.credential;
    const authenticated = this.#authenticator.check(head, scope, payloadHash, ofSession);
    // Directory buckets have endpoints of their own (F-201). In a session the AWS SDK for JavaScript signs for whatever
    // service it has signed for first.
    const { credential, claim } = authenticated ?? {};
    if (isDirectory && claim?.service === 's3' && credential?.s3SessionToken === undefined)
      throw new SignatureError('service', "The credential is for the service 's3'; expecting 's3express'");
    if (authenticated?.claim.form === 'header' && !head.headers.has('x-amz-content-sha256'))
      throw new S3Error(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
    const { signedHeaders } = authenticated?.claim ?? {};
    for (const name of head.headers.keys()) {
      if (signedHeaders === undefined || !name.startsWith('x-amz-') || signedHeaders.includes(name)) continue;
      throw new SignatureError(
        'unsigned header',
        `There were headers present in the request which were not signed: ${name}`,
      );
    }
    return authenticated;
  }
}

/** What the payload is said to be: a hash, or how it is sent. A presigned address leaves it open. */
function payloadHashOf(head: RequestHead): string {
  const said = head.headers.get('x-amz-content-sha256') ?? parameter(head.query, 'X-Amz-Content-Sha256');
  const hash = said ?? 'UNSIGNED-PAYLOAD';
  const isKnown = hash === 'UNSIGNED-PAYLOAD' || hash.startsWith('STREAMING-') || /^[0-9a-f]{64}$/.test(hash);
  if (!isKnown)
    throw new S3Error(
      400,
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-… or a SHA-256',
    );
  return hash;
}

/** Whether it is about a directory bucket, or about the directory buckets of an account. */
function kindAsked({ arns }: World, { bucket }: S3Address, authenticated: Authenticated | undefined): BucketKind {
  const isDirectory = bucket === null ? authenticated?.claim.service === 's3express' : arns.isDirectory(bucket);
  return isDirectory ? 'directory' : 'general purpose';
}

function askerOf({ requestId, remoteAddress }: RequestHead, world: World, authenticated: Authenticated | undefined) {
  const requester = authenticated?.credential.requester ?? world.reference.s3.requesters.get(ANONYMOUS);
  if (requester === undefined) throw new Error('nobody is not known');
  return { requester, requestId, sourceAddress: remoteAddress };
}

/** Who is sure of the owner of a bucket may say so. */
function requireOwner(request: S3Request): void {
  const expected = request.header('x-amz-expected-bucket-owner');
  const bucket = request.world.buckets.get(request.bucket);
  if (expected !== undefined && bucket !== undefined && bucket.account !== expected)
    throw new S3Error(403, 'AccessDenied');
}
