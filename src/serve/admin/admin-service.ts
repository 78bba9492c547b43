import { z } from 'zod';
import { BodyError, type RequestBody } from '../http/body.ts';
import { parameter, type RequestHead } from '../http/head.ts';
import type { Service } from '../http/http-server.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { cloudTrailRecord } from '../kms/cloudtrail-record.ts';
import { logLine } from '../kms/log-line.ts';
import type { World } from '../world/world.ts';
import type { Worlds } from '../world/worlds.ts';
import { CLOCK_REQUEST, clockState, setClock } from './clock-resource.ts';
import { FAULT_REQUEST, orderFault } from './faults-resource.ts';

const PREFIX = '/_bucketkey/';
const MAX_BODY_BYTES = 64 * 1024;
/** Other emulators' names for the same, so that tools that know those find them here. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['/_localstack/health', 'health'],
  ['/_localstack/state/reset', 'reset'],
  ['/moto-api/reset', 'reset'],
]);

const VERSION = { bucket: z.string(), key: z.string(), versionId: z.exactOptional(z.string()) };

/** What no requester causes: an event of a trace that has no request of S3 or KMS. */
const EVENT_REQUEST = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('ReplicateObject'), bucket: z.string(), key: z.string() }),
  z.strictObject({ op: z.literal('ExpireObject'), ...VERSION }),
  z.strictObject({ op: z.literal('TransitionObject'), ...VERSION }),
  z.strictObject({ op: z.literal('EvictBucketKeys'), bucket: z.string() }),
  z.strictObject({ op: z.literal('RestartHosts') }),
  z.strictObject({ op: z.literal('ThrottleKms'), on: z.boolean() }),
  z.strictObject({ op: z.literal('InterruptKms'), on: z.boolean(), answersLost: z.exactOptional(z.boolean()) }),
]);

/** The body of a request is not as it should be. */
class AdminError extends Error {}

type Resource = (world: World, head: RequestHead, body: unknown) => Promise<Reply> | Reply;

/** What steers a server and looks into it. It needs no signature, and is for the same machine alone. */
export class AdminService implements Service {
  readonly #worlds: Worlds;
  readonly #version: string;
  readonly #services: readonly string[];
  readonly #resources: ReadonlyMap<string, Resource>;

  constructor(worlds: Worlds, version: string, services: readonly string[]) {
    this.#worlds = worlds;
    this.#version = version;
    this.#services = services;
    this.#resources = new Map<string, Resource>([
      ['GET health', () => this.#health()],
      ['POST reset', () => this.#reset()],
      ['GET clock', ({ clock }) => jsonReply(200, clockState(clock))],
      ['POST clock', changeClock],
      ['GET kms-log', kmsLog],
      ['GET faults', ({ faults }) => jsonReply(200, { faults: faults.list })],
      ['POST faults', addFault],
      ['DELETE faults', clearFaults],
      ['POST events', carryOutEvent],
      ['POST replication', replicatePending],
    ]);
  }

  takes({ path }: RequestHead): boolean {
    return path.startsWith(PREFIX) || ALIASES.has(path);
  }

  async answer(head: RequestHead, body: RequestBody): Promise<Reply> {
    const { path, method, headers, remoteAddress } = head;
    // A page in a browser is not who this is for, though it may run on the same machine.
    if (headers.has('origin') || !isLoopback(remoteAddress)) return jsonReply(403, { message: 'not from here' });
    const name = ALIASES.get(path) ?? path.slice(PREFIX.length);
    const resource = this.#resources.get(`${method} ${name}`);
    if (resource === undefined) return jsonReply(404, { message: `there is no ${method} ${name.slice(0, 100)}` });
    try {
      const input = method === 'POST' ? jsonIn(await body.read(MAX_BODY_BYTES)) : undefined;
      return await resource(this.#worlds.current, head, input);
    } catch (error) {
      if (error instanceof AdminError || error instanceof BodyError) return jsonReply(400, { message: error.message });
      throw error;
    }
  }

  #health(): Reply {
    const services = Object.fromEntries(this.#services.map((name) => [name, 'running']));
    return jsonReply(200, {
      services,
      edition: 'bucketkey',
      version: this.#version,
      region: this.#worlds.region,
    });
  }

  #reset(): Reply {
    this.#worlds.reset();
    return jsonReply(200, { status: 'ok' });
  }
}

function changeClock({ clock }: World, _head: RequestHead, body: unknown): Reply {
  if (!setClock(clock, parsed(CLOCK_REQUEST, body))) return jsonReply(400, { message: 'the clock goes no further' });
  return jsonReply(200, clockState(clock));
}

/** The calls since a number of them, all by default: so that who counts begins where the last count ended. */
function kmsLog({ log, arns }: World, { query }: RequestHead): Reply {
  const since = parameter(query, 'since') ?? '0';
  if (!/^\d{1,15}$/.test(since)) throw new AdminError('since: expected a whole number');
  const forgotten = log.count - log.calls.length;
  const calls = log.calls.slice(Math.max(0, Number(since) - forgotten));
  const form = parameter(query, 'form') ?? 'calls';
  if (form === 'cloudtrail') return jsonReply(200, { Records: calls.map((call) => cloudTrailRecord(call, arns)) });
  if (form !== 'calls') throw new AdminError('form: expected calls or cloudtrail');
  return jsonReply(200, { count: log.count, forgotten, calls: calls.map(logLine) });
}

function addFault({ faults }: World, _head: RequestHead, body: unknown): Reply {
  if (!orderFault(faults, parsed(FAULT_REQUEST, body))) return jsonReply(400, { message: 'too many faults' });
  return jsonReply(200, { faults: faults.list });
}

function clearFaults({ faults }: World): Reply {
  faults.clear();
  return jsonReply(200, { faults: [] });
}

async function carryOutEvent(world: World, _head: RequestHead, body: unknown): Promise<Reply> {
  const event = parsed(EVENT_REQUEST, body);
  const { replicationStatus } = await world.happen(event);
  return jsonReply(200, event.op === 'ReplicateObject' ? { status: 'ok', replicationStatus } : { status: 'ok' });
}

async function replicatePending(world: World): Promise<Reply> {
  await world.replication.retry();
  return jsonReply(200, { status: 'ok' });
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AdminError(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not as expected'}`);
}

function jsonIn(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new AdminError('the body is not JSON');
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
