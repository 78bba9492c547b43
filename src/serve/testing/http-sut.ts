import { EVENT_NAMES } from '../../../model/operations/index.ts';
import type { Arns } from '../../../model/vocabulary/arns.ts';
import type { Step } from '../../../model/vocabulary/events/event.ts';
import type { Observation } from '../../../model/vocabulary/observation.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { Setup } from '../../../model/vocabulary/setup.ts';
import { noteKeyMade } from '../../drivers/endpoint/kms-client.ts';
import type { DriverRequest } from '../../drivers/http/driver-request.ts';
import { wordsOf } from '../../drivers/s3/bucket-request.ts';
import { BucketSessions } from '../../drivers/s3/bucket-sessions.ts';
import { observationOf } from '../../drivers/s3/observation-of.ts';
import { isAsked, preparedRequest } from '../../drivers/s3/request-of.ts';
import { SentIds } from '../../drivers/s3/sent-ids.ts';
import type { ReferenceParts } from '../../reference/index.ts';
import { LiveNames } from '../../suts/live/live-names.ts';
import { KNOWS_HEADERS, type Sut, type SutSession } from '../../suts/sut.ts';
import { type Credential, Credentials } from '../credentials/credentials.ts';
import { listen } from '../http/http-server.ts';
import { KmsJsonService } from '../kms/json-service.ts';
import { S3Service } from '../s3/s3-service.ts';
import { Authenticator } from '../sigv4/authenticator.ts';
import { Worlds } from '../world/worlds.ts';
import { exchange, signed } from './test-server.ts';

/**
 * The server as a system under test: each event is a request over HTTP, signed by the signer of the AWS SDK, and the
 * observation is what the answer shows and what the log of KMS has. Replication happens when a step says so.
 */
export function httpSut(parts?: ReferenceParts): Sut {
  return {
    name: 'serve',
    supports: EVENT_NAMES,
    // `serve` has neither IAM nor services.
    capabilities: {
      ...KNOWS_HEADERS,
      batchReplication: false,
      services: false,
      iam: false,
      kmsQuotas: false,
      otherKeySpecs: false,
    },
    start: (setup, seed) => session(setup, seed, parts),
  };
}

async function session(setup: Setup, seed: number, parts: ReferenceParts | undefined): Promise<SutSession> {
  const credentials = new Credentials(setup.requesters.map(credentialOf));
  const complaints: string[] = [];
  const complain = (problem: string): void => void complaints.push(problem);
  const given = parts === undefined ? {} : { parts };
  const worlds = new Worlds({ setup, reference: { seed }, replicatesUnasked: false, sinks: [], complain, ...given });
  const authenticator = new Authenticator(credentials);
  const limits = { maxObjectBytes: 2 ** 20, maxStoredBytes: 2 ** 28 };
  const services = [
    new KmsJsonService(worlds, authenticator),
    new S3Service(worlds, authenticator, { domains: [], limits }),
  ];
  const { port, close } = await listen(services, { host: '127.0.0.1', port: 0 }, complain);
  const world = worlds.current;
  world.clock.freeze();
  const startMs = world.clock.nowMs();
  const sent = new SentIds();
  const words = wordsOf(setup);
  // All go by the names of the setup but for keys that are made, whose ids KMS makes up.
  const names = new LiveNames({ prefix: '', keys: keyIdsOf(setup, world.arns).map((id) => [id, id]) }, setup);
  const sessions = new BucketSessions(
    async (request, keys) => exchange(port, await signed(port, request, keys)),
    () => world.clock.nowMs(),
  );

  const answerTo = async ({ by, event: told }: Step): Promise<Observation> => {
    const event = names.event(told);
    if (!isAsked(event)) {
      const { status, replicationStatus = null } = await world.happen(event);
      return { status, replicationStatus };
    }
    const credential = credentials.all.find(({ requester }) => requester.name === by);
    if (credential === undefined) throw new Error(`nobody is called ${by}`);
    const send = (asked: DriverRequest) => sessions.send(asked, credential);
    const request = await preparedRequest(event, sent, words, send, world.clock.date().getTime());
    const answer = await send(request);
    const observation = observationOf(event, answer);
    const text = answer.bytes.toString('utf8');
    sent.note(event, observation, text);
    if (answer.status === 200) noteKeyMade(names, told, text);
    return names.observation(observation);
  };
  return {
    apply: async (step) => {
      world.clock.advance(startMs + step.atMs - world.clock.nowMs());
      const before = world.log.count;
      const observation = await answerTo(step);
      if (complaints.length > 0) throw new Error(complaints.join('; '));
      const calls = world.log.calls.slice(before).filter(({ via }) => via === 's3');
      const kmsCalls = calls.map(({ operation, by, keyArn, context, result }) => ({
        operation,
        by: by.name,
        keyArn: keyArn ?? '',
        context,
        result,
      }));
      const told = (kmsCalls as NonNullable<Observation['kmsCalls']>).map((call) => names.call(call));
      return { ...observation, kmsCalls: told };
    },
    stop: close,
  };
}

/** The ids of the keys of a setup, those of AWS managed keys included. */
function keyIdsOf({ kmsKeys, requesters, buckets }: Setup, arns: Arns): readonly string[] {
  const accounts = new Set([...requesters, ...buckets].map(({ account }) => account));
  return [...kmsKeys.map(({ id }) => id), ...[...accounts].map((account) => arns.managedKeyId(account))];
}

function credentialOf(requester: Requester): Credential {
  const accessKeyId = Buffer.from(requester.name).toString('hex');
  return { accessKeyId, secretAccessKey: `secret-of-${requester.name}`, requester };
}
