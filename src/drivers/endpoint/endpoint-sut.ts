import { DEFAULT_REGION, type Requester, type Setup, type Step } from '../../../model/index.ts';
import { type BucketKeeper, BucketPool, type SessionBuckets } from '../../suts/live/bucket-pool.ts';
import { LiveNames } from '../../suts/live/live-names.ts';
import type { ApplyOptions, Sut, SutAnswer, SutSession } from '../../suts/sut.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import { lockedBucketRequest } from '../s3/bucket-request.ts';
import { observationOf } from '../s3/observation-of.ts';
import { type Asked, isAsked, preparedRequest, requestOf } from '../s3/request-of.ts';
import { SentIds } from '../s3/sent-ids.ts';
import { CallsByTrace, type CallsOfTrace } from './calls-by-trace.ts';
import { clearBucket } from './clear-bucket.ts';
import { cleanersOf, clientFor, type Endpoint, type EndpointRequester, wordsAt } from './endpoint.ts';
import { KeyPool } from './key-pool.ts';
import { observedCall, type RecordedCall } from './kms-call-log.ts';
import { accountOf, keyIdOf, noteKeyMade } from './kms-client.ts';
import type { Probed } from './probe.ts';
import { zoneOf } from './zone.ts';

/** Longest pause between two steps: what takes minutes nobody waits for. */
const LONGEST_PAUSE_MS = 20;
/** How long a trace waits for its buckets to be deleted: what is left by then goes when the run is cleaned. */
const LONGEST_CLEARING_MS = 20_000;

/**
 * A server over HTTP as a system under test, as far as a probe has found it to go.
 *
 * @param calls - tells its traces their calls of KMS; omitted = none are seen, or `--kms-log` has them
 */
export function endpointSut(endpoint: Endpoint, probed: Probed, calls = callsOf(endpoint, probed)): Sut {
  const { keys, report } = probed;
  const { supports, capabilities, shows } = report;
  const pool = new KeyPool(endpoint, keys);
  const buckets = new BucketPool(bucketKeeper(endpoint), endpoint.run);
  return {
    name: endpoint.s3.url.shown,
    supports,
    capabilities,
    shows,
    clock: { kind: 'wall', longestPauseMs: LONGEST_PAUSE_MS },
    start: async (setup) => {
      const session = new EndpointSession(endpoint, probed, pool, buckets.session(), calls);
      const problem = await session.begin(setup);
      return problem === undefined ? session : { declined: problem };
    },
  };
}

/** What tells traces their calls of KMS; undefined where they cannot be seen. */
export function callsOf({ kmsLog, run }: Endpoint, { report }: Probed): CallsByTrace | undefined {
  return kmsLog === undefined || !report.shows.includes('kmsCalls') ? undefined : new CallsByTrace(kmsLog, run);
}

/** A bucket that is made: by whom, and what of it is set. */
interface MadeBucket {
  readonly by: EndpointRequester;
  readonly versioning?: string | undefined;
  readonly objectLock?: boolean | undefined;
}

/** How buckets are made and deleted there. */
function bucketKeeper(endpoint: Endpoint): BucketKeeper<MadeBucket> {
  const { s3 } = endpoint;
  const words = wordsAt(
    endpoint,
    () => '',
    () => undefined,
  );
  const requested = (event: Asked): DriverRequest => requestOf(event, new SentIds(), words);
  const ask = async (op: string, request: DriverRequest, { keys }: EndpointRequester): Promise<void> => {
    const { status } = await s3.send(request, keys);
    if (status !== 200) throw new Error(`${op} was answered ${status}`);
  };
  return {
    make: async (bucket, { by, versioning, objectLock }) => {
      const request =
        objectLock === true ? lockedBucketRequest(bucket, s3.region) : requested({ op: 'CreateBucket', bucket });
      await ask('CreateBucket', request, by);
      if (versioning === 'Enabled' || versioning === 'Suspended')
        await ask('PutBucketVersioning', requested({ op: 'PutBucketVersioning', bucket, status: versioning }), by);
    },
    remove: async (bucket, { by }) => {
      await clearBucket(s3, cleanersOf(endpoint, by), bucket);
    },
  };
}

/** The steps of one trace, on buckets of their own. */
class EndpointSession implements SutSession {
  readonly #endpoint: Endpoint;
  readonly #keys: Probed['keys'];
  readonly #allCalls: CallsByTrace | undefined;
  readonly #pool: KeyPool;
  readonly #buckets: SessionBuckets<MadeBucket>;
  readonly #sent = new SentIds();
  /** Keys that were taken, with who owns them. */
  readonly #taken: (readonly [arn: string, owner: EndpointRequester])[] = [];
  readonly #hasDirectories: boolean;
  /** Who has made a bucket, under the name that it has there. */
  readonly #owners = new Map<string, EndpointRequester>();
  #names: LiveNames | undefined;
  #calls: CallsOfTrace | undefined;

  constructor(
    endpoint: Endpoint,
    { keys, report }: Probed,
    pool: KeyPool,
    buckets: SessionBuckets<MadeBucket>,
    calls: CallsByTrace | undefined,
  ) {
    this.#endpoint = endpoint;
    this.#keys = keys;
    this.#hasDirectories = report.capabilities.directoryBuckets === true;
    this.#allCalls = calls;
    this.#pool = pool;
    this.#buckets = buckets;
  }

  /** Brings the server into the state of a setup; gives why that cannot be. */
  async begin(setup: Setup): Promise<string | undefined> {
    const { requesters } = setup;
    const { region } = this.#endpoint.s3;
    const { region: told = DEFAULT_REGION } = setup;
    if (told !== region) return `it is of the region ${told}, and requests are signed for ${region}`;
    const unknown = requesters.find(({ name }) => this.#who(name) === undefined);
    if (unknown !== undefined) return `nobody asks for ${unknown.name}`;
    const directory = setup.buckets.find(({ kind }) => kind === 'directory');
    if (directory !== undefined && !this.#hasDirectories)
      return `${directory.name} is a directory bucket, and none was made there`;
    const keyPairs: (readonly [string, string])[] = [];
    for (const key of setup.kmsKeys) {
      const owner = this.#ownerOf(setup, key.account);
      const arn = await this.#pool.take(key, owner);
      if (arn === undefined) return 'there are not as many KMS keys';
      this.#taken.push([arn, owner]);
      keyPairs.push([key.id, keyIdOf(arn)]);
    }
    this.#names = new LiveNames(
      {
        accounts: this.#accounts(requesters),
        roles: requesters.flatMap((one) => this.#role(one)),
        keys: [...keyPairs, ...this.#managed(requesters)],
        prefix: this.#buckets.prefix,
        directorySuffix: `--${zoneOf(region)}--x-s3`,
      },
      setup,
    );
    for (const { account, alias, keyId } of setup.aliases)
      await this.#pool.nameKey(
        this.#names.alias(alias),
        keyPairs.find(([id]) => id === keyId)?.[1],
        this.#ownerOf(setup, account),
      );
    for (const { name, account, versioning, objectLock } of setup.buckets) {
      const by = this.#ownerOf(setup, account);
      const bucket = this.#names.bucket(name);
      await this.#buckets.make(bucket, { by, versioning, objectLock });
      this.#owners.set(bucket, by);
    }
    this.#calls = await this.#allCalls?.trace(this.#buckets.prefix);
    return undefined;
  }

  async apply({ by, event: told }: Step, { signal }: ApplyOptions): Promise<SutAnswer> {
    const who = this.#who(by ?? '');
    const names = this.#names;
    if (who === undefined || names === undefined) throw new Error(`nobody asks for ${by}`);
    const event = names.event(told);
    if (!isAsked(event)) return { unsupported: 'no request does that' };
    const words = wordsAt(
      this.#endpoint,
      (name) => names.roleArn(name),
      (bucket) => this.#owners.get(bucket)?.account,
    );
    const send = (asked: DriverRequest) => clientFor(asked, this.#endpoint).send(asked, who.keys, signal);
    const request = await preparedRequest(event, this.#sent, words, send, Date.now());
    if (event.op === 'CreateBucket') this.#buckets.note(event.bucket, { by: who });
    if ('keyId' in event) this.#pool.spoil(event.keyId);
    this.#calls?.begin();
    const startMs = performance.now();
    const answer = await send(request);
    const endMs = performance.now();
    const seen = observationOf(event, answer);
    if (event.op === 'CreateBucket' && answer.status === 200) this.#owners.set(event.bucket, who);
    const text = answer.bytes.toString('utf8');
    this.#sent.note(event, seen, text);
    if (answer.status === 200) noteKeyMade(names, told, text);
    const kmsCalls = this.#told(await this.#calls?.end(), names);
    const observation = { ...names.observation(seen), ...(kmsCalls !== undefined && { kmsCalls }) };
    const isOfTheMoment = answer.status === 503 || answer.status === 429;
    return isOfTheMoment ? { transient: observation, startMs, endMs } : { observation, startMs, endMs };
  }

  async stop(): Promise<void> {
    this.#calls?.close();
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_CLEARING_MS);
    });
    await Promise.race([this.#buckets.removeAll(), waited]).finally(() => clearTimeout(timer));
    for (const [arn, owner] of this.#taken) this.#pool.giveBack(arn, owner);
  }

  /** The calls of KMS for a step, as the trace has them; undefined where they are not known. */
  #told(calls: readonly RecordedCall[] | undefined, names: LiveNames) {
    const { requesters } = this.#endpoint;
    const only = requesters.length === 1 ? requesters[0].name : undefined;
    return calls?.map((call) => {
      // A server that asks with keys of its own says nothing of whom it asks for.
      const by = requesters.find(({ name }) => name === call.by)?.name ?? only;
      return { ...names.call(observedCall(call)), ...(call.isForwarded && by !== undefined && { by }) };
    });
  }

  #who(name: string): EndpointRequester | undefined {
    return this.#endpoint.requesters.find((one) => one.name === name);
  }

  /** Who owns what is of an account. */
  #ownerOf({ requesters }: Setup, account: string): EndpointRequester {
    const owner = requesters.find((one) => one.account === account && one.scopingPolicy === undefined);
    const who = owner === undefined ? undefined : this.#who(owner.name);
    if (who === undefined) throw new Error(`nobody asks for account ${account}`);
    return who;
  }

  #accounts(requesters: readonly Requester[]): readonly (readonly [string, string])[] {
    return requesters.flatMap(({ name, account }) => {
      const real = this.#who(name)?.account ?? this.#accountShown(name);
      return real === undefined ? [] : [[account, real] as const];
    });
  }

  /** The account in the ARN of a key that was made or shown. */
  #accountShown(name: string): string | undefined {
    const arn = this.#keys.managed.get(name) ?? this.#keys.arns[0];
    return arn === undefined ? undefined : accountOf(arn);
  }

  #managed(requesters: readonly Requester[]): readonly (readonly [string, string])[] {
    return requesters.flatMap(({ name, account }) => {
      const arn = this.#keys.managed.get(name);
      return arn === undefined ? [] : [[`aws-s3-${account}`, keyIdOf(arn)] as const];
    });
  }

  #role({ name, account, principal }: Requester): readonly (readonly [string, string])[] {
    const who = this.#who(name);
    if (who?.role === undefined || who.account === undefined) return [];
    return [[`arn:aws:iam::${account}:role/${principal}`, `arn:aws:iam::${who.account}:role/${who.role}`]];
  }
}
