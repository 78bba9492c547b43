import { check as checkSut } from '../check/check.ts';
import { propertyIds } from '../check/choose.ts';
import { judgedPropertyIds, judgeSteps } from '../check/judge-steps.ts';
import { judgeTrace, replayTrace } from '../check/replay.ts';
import { shrinkAfresh } from '../check/shrink-afresh.ts';
import { shrinkRecorded } from '../check/shrink-recorded.ts';
import { scopesCalled } from '../explore/scope-file/scopes-called.ts';
import { SCOPE_NAMES } from '../explore/scopes/index.ts';
import { simulate } from '../explore/simulate/simulate.ts';
import { SCENARIOS } from '../scenario/index.ts';
import { startServer } from '../serve/start-server.ts';
import { embeddedFor } from '../suts/embedded.ts';
import { checkEmbedded } from '../workers/check-embedded.ts';
import type { Commands } from './commands.ts';
import { exploreScope } from './explore-scope.ts';

/** The command line's functions, as they really are. */
export function wiredCommands(): Commands {
  return {
    propertyIds: propertyIds(),
    judgedPropertyIds: judgedPropertyIds(),
    scenarios: SCENARIOS,
    scopeNames: SCOPE_NAMES,
    scopesCalled,
    check: (request, workers, sut) => (sut === undefined ? checkEmbedded(request, workers) : checkSut(request, sut)),
    explore: exploreScope,
    simulate,
    judge: async (trace, profile) => judgeTrace(trace, profile),
    judgeSteps,
    replay: (trace, profile, sut = embeddedFor(profile)) => replayTrace(trace, profile, sut),
    shrink: (trace, request, sut) =>
      sut === undefined ? shrinkRecorded(trace, request) : shrinkAfresh(trace, request, sut),
    serve: startServer,
  };
}
