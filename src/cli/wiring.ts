import type { Commands } from './commands.ts';

/** The command line's functions, as they really are. Each loads what it takes when it is called. */
export function wiredCommands(): Commands {
  return {
    propertyIds: async () => (await import('../check/choose.ts')).propertyIds(),
    judgedPropertyIds: async () => (await import('../check/judge-steps.ts')).judgedPropertyIds(),
    scenarios: async () => (await import('../scenario/index.ts')).SCENARIOS,
    scopeNames: async () => [
      ...(await import('../explore/scopes/index.ts')).SCOPE_NAMES,
      (await import('../races/scope.ts')).RACES.name,
    ],
    scopesCalled: async (text, cwd) => (await import('../explore/scope-file/scopes-called.ts')).scopesCalled(text, cwd),
    check: async (request, workers, sut) =>
      sut === undefined
        ? (await import('../workers/check-embedded.ts')).checkEmbedded(request, workers)
        : (await import('../check/check.ts')).check(request, sut),
    explore: async (...given) => (await import('./explore-scope.ts')).exploreScope(...given),
    exploreRaces: async (...given) => (await import('../races/explore-races.ts')).exploreRaces(...given),
    simulate: async (...given) => (await import('../explore/simulate/simulate.ts')).simulate(...given),
    judge: async (trace, profile) => (await import('../check/replay.ts')).judgeTrace(trace, profile),
    judgeSteps: async (...given) => (await import('../check/judge-steps.ts')).judgeSteps(...given),
    replay: async (trace, profile, sut) => {
      const { replayTrace } = await import('../check/replay.ts');
      return replayTrace(trace, profile, sut ?? (await import('../suts/embedded.ts')).embeddedFor(profile));
    },
    shrink: async (trace, request, sut) =>
      sut === undefined
        ? (await import('../check/shrink-recorded.ts')).shrinkRecorded(trace, request)
        : (await import('../check/shrink-afresh.ts')).shrinkAfresh(trace, request, sut),
    serve: async (options) => (await import('../serve/start-server.ts')).startServer(options),
  };
}
