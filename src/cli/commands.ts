import type { Profile } from '../../model/index.ts';
import type { CampaignRequest } from '../check/campaign.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { JudgeRequest, StepsJudgement } from '../check/judge-steps.ts';
import type { ReplayResult } from '../check/replay-result.ts';
import type { Shrinking, ShrinkRequest } from '../check/shrinking.ts';
import type { Exploration } from '../explore/exploration.ts';
import type { LargeOptions } from '../explore/large/options.ts';
import type { ExploreScope } from '../explore/scope.ts';
import type { SimulateOptions, Simulation } from '../explore/simulate/simulation.ts';
import type { RaceOptions } from '../races/explore-races.ts';
import type { RaceExploration } from '../races/race-exploration.ts';
import type { RaceScope } from '../races/race-scope.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Listening } from '../serve/http/http-server.ts';
import type { ServerOptions } from '../serve/start-server.ts';
import type { Sut } from '../suts/sut.ts';
import type { TraceStream } from '../trace/read-trace-steps.ts';
import type { Trace } from '../trace/trace.ts';
import type { Workers } from '../workers/check-embedded.ts';

/** What the command line can do. It only reads arguments and writes reports itself. */
export interface Commands {
  /** Ids `--property` accepts. */
  propertyIds(): Promise<readonly string[]>;
  /** Those of them that `judge` accepts: all that one trace can show. */
  judgedPropertyIds(): Promise<readonly string[]>;
  scenarios(): Promise<readonly Scenario[]>;
  /** Names `explore --scope` knows. */
  scopeNames(): Promise<readonly string[]>;
  /** The scopes a name or a file stands for, a file being looked for from `cwd` on; undefined for an unknown name. */
  scopesCalled(text: string, cwd: string): Promise<readonly ExploreScope[] | undefined>;
  /**
   * Checks a system, the embedded reference where none is given. An aborted check resolves to what was found so far.
   */
  check(request: CampaignRequest, workers: Workers, sut?: Sut): Promise<CheckReport>;
  /** Explores every behaviour of the model in a scope. An aborted exploration resolves to what was seen so far. */
  explore(scope: ExploreScope, options: LargeOptions, workers: Workers): Promise<Exploration>;
  /** Runs every race of a scope in every order. An aborted exploration resolves to what was run so far. */
  exploreRaces(scope: RaceScope, options: RaceOptions): Promise<RaceExploration>;
  /** Walks at random through a scope. An aborted simulation resolves to what was seen so far. */
  simulate(scope: ExploreScope, options: SimulateOptions): Promise<Simulation>;
  /** Judges the observations of a trace as they were recorded. */
  judge(trace: Trace, profile: Profile): Promise<ReplayResult>;
  /** Judges a trace while it is read. An aborted judgement resolves to what was found so far. */
  judgeSteps(trace: TraceStream, request: JudgeRequest): Promise<StepsJudgement>;
  /**
   * Takes the steps of a trace afresh on a system, the embedded reference where none is given, from the seed in its
   * header, and judges what is seen now.
   */
  replay(trace: Trace, profile: Profile, sut?: Sut): Promise<ReplayResult>;
  /**
   * Leaves out of a trace what it does not take to refuse it, as it was recorded or taken afresh on a system. An
   * aborted one resolves to what is left so far.
   */
  shrink(trace: Trace, request: ShrinkRequest, sut?: Sut): Promise<Shrinking>;
  /** Starts a server that answers until it is closed. */
  serve(options: ServerOptions): Promise<Listening>;
}
