import {
  ANY_CODE,
  ANY_CONTENT_MD5,
  ANY_VERSION_ID,
  type Chooser,
  EVENT_NAMES,
  initialWorld,
  type Observation,
  type Outcome,
  type Profile,
  type Setup,
  WorkingWorld,
  type World,
} from '../../model/index.ts';
import { multipartEtagOf } from '../oracle/multipart-etag.ts';
import { type InProcessSession, type InProcessSut, KNOWS_HEADERS } from './sut.ts';

/**
 * The model itself as an implementation: what is open is resolved at random, from the seed. A fake, and the oracle's
 * own test.
 */
export function modelSut(profile: Profile): InProcessSut {
  return {
    name: `model (${profile.name})`,
    supports: EVENT_NAMES,
    capabilities: KNOWS_HEADERS,
    start: async (setup: Setup, seed: number) => startModel(initialWorld(setup, profile), randomChooser(seed)),
  };
}

function startModel(initial: World, chooser: Chooser): InProcessSession {
  const world = new WorkingWorld(initial);
  return {
    apply: async (input) => observationOfOutcome(world.take(input, chooser)),
    stop: async () => {},
  };
}

/** All of an outcome, seen from outside. */
export function observationOfOutcome({ because: _because, ...outcome }: Outcome): Observation {
  const code = outcome.code === ANY_CODE ? someCode(outcome.status) : outcome.code;
  const contentMd5 = outcome.contentMd5 === ANY_CONTENT_MD5 ? MD5_OF_SOME : outcome.contentMd5;
  const seen = { ...outcome, code, contentMd5 };
  if (outcome.versionId !== ANY_VERSION_ID) return seen;
  const { versionId: _, ...others } = seen;
  return others;
}

/** In place of the MD5 of some of the content. */
const MD5_OF_SOME = '0'.repeat(32);

/** A code that goes with a status. */
function someCode(status: number): string {
  if (status === 503) return 'ServiceUnavailable';
  if (status === 501) return 'NotImplemented';
  return status === 500 ? 'InternalError' : 'InvalidRequest';
}

/** Resolves what is open by a generator seeded with `seed`; equal seeds choose alike. */
export function randomChooser(seed: number): Chooser {
  let state = seed >>> 0;
  // Mulberry32: small, and good enough to pick among a handful of options.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const hex8 = (): string => next().toString(16).padStart(8, '0');
  const hex32 = (): string => hex8() + hex8() + hex8() + hex8();
  return {
    pick: (_point, options) => next() % options.length,
    opaqueEtag: hex32,
    multipartEtag: multipartEtagOf,
    contentMd5: hex32,
    drawnVersionId: () => hex8() + hex8(),
  };
}
