import type { Profile } from '../../model/index.ts';
import type { Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';
import type { PropertyVerdict } from './check-report.ts';
import { chooseProperties, idsOf } from './choose.ts';
import { EXPLAINED } from './explained.ts';
import { showTrace } from './replay.ts';
import { TieredJudge } from './tiered-judge.ts';

/** What one property has to say of one trace. */
export interface PropertyJudgement {
  readonly verdict: Exclude<PropertyVerdict, 'not-judged'>;
  /** Present if it is violated. */
  readonly violation?: Violation;
  /** What goes beyond an assumption, where that is why the verdict is `unknown`. */
  readonly doubt?: Violation;
  /** Name of the bound that was hit, or what keeps it from judging, where that is why. */
  readonly unknownBecause?: string;
  /** Steps it had something to say of. */
  readonly checked: number;
}

/** Why a property says nothing of a trace. */
const OVERLAPPED = 'requests took time, and only the model judges those that may overlap';

/**
 * Judges a trace as it stands by one property, or by the model alone.
 *
 * @throws RangeError when the id is not known, a single trace does not show the property, or a step is not one of the
 * trace's setup
 * @throws TraceError when what a step has as its observation is none
 */
export function judgeProperty(trace: Trace, profile: Profile, id: string): PropertyJudgement {
  const chosen = chooseProperties([id], profile);
  if (idsOf(chosen).length === 0 || chosen.metamorphic.length > 0)
    throw new RangeError(`${id} compares two traces: one alone does not show it`);
  const judge = new TieredJudge({
    setup: trace.header.setup,
    profile,
    properties: chosen.monitored,
    oracle: chosen.oracle,
  });
  showTrace(judge, trace);
  const count = id === EXPLAINED ? trace.steps.length : 0;
  const { checked, exercised } = judge.suite.counts()[0] ?? { checked: count, exercised: count };
  const { violation, unknownBecause } = judge;
  if (violation !== undefined) return { verdict: 'violated', violation, checked };
  const doubt = judge.explainedDoubt();
  if (doubt !== undefined) return { verdict: 'unknown', doubt, checked };
  if (judge.isOverlapped && id !== EXPLAINED) return { verdict: 'unknown', unknownBecause: OVERLAPPED, checked };
  if (unknownBecause !== undefined) return { verdict: 'unknown', unknownBecause, checked };
  return { verdict: exercised > 0 ? 'holds' : 'not-exercised', checked };
}
