import type { Profile } from '../../model/index.ts';
import { check } from '../check/check.ts';
import { propertyIds } from '../check/choose.ts';
import { judgeTrace, replayTrace } from '../check/replay.ts';
import { SCENARIOS } from '../scenario/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import type { Commands } from './commands.ts';

/** The command line's functions, as they really are. */
export function wiredCommands(): Commands {
  return {
    propertyIds: propertyIds(),
    scenarios: SCENARIOS,
    check: (request) => check(request, embeddedFor(request.profile)),
    judge: async (trace, profile) => judgeTrace(trace, profile),
    replay: (trace, profile) => replayTrace(trace, profile, embeddedFor(profile)),
  };
}

function embeddedFor(profile: Profile): Sut {
  return embeddedSut(EMBEDDED_OPTIONS.get(profile.name));
}
