import {
  type EnvironmentEvent,
  type Event,
  type Observation,
  type Profile,
  profileNamed,
  type Setup,
} from '../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceOptions, type ReferenceParts } from '../reference/index.ts';
import { resultOf, says } from './figures.ts';
import { paragraph } from './paragraph.ts';
import { runSteps } from './run-steps.ts';
import type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';

/** One thing that happens in a story, and what comes of it. */
export interface Act {
  /** Who asks; null = nobody, it happens. */
  readonly by: string | null;
  readonly event: Event;
  /** How long after the act before, in milliseconds; omitted = at the same time. */
  readonly afterMs?: number;
  /** Name of the figure that its answer is; omitted = it only sets the scene, and has to succeed. */
  readonly figure?: string;
  /** What the figure tells of the answer; omitted = {@link answerText}. */
  readonly told?: (answer: Observation) => string;
  /** What it should tell; omitted where there is no figure. */
  readonly expected?: string;
}

/** A story that is told act by act. */
export interface Story {
  /** Name on the command line. */
  readonly name: string;
  /** One sentence. */
  readonly title: string;
  /** A paragraph, in which white space does not matter. */
  readonly description: string;
  readonly setup: Setup;
  /** What the oracle judges by; omitted = `ideal`. */
  readonly profile?: Profile;
  /** Options of the reference that conform to the profile; omitted = as it comes. */
  readonly reference?: Partial<ReferenceOptions>;
  readonly acts: readonly Act[];
}

/** A story as a scenario: a figure for each act that has one, and the verdict of the oracle. */
export function scenarioOf(story: Story): Scenario {
  const { name, title, description } = story;
  return { name, title, description: paragraph(description), run: (options) => runStory(story, options) };
}

/** Plays a story on a reference with these parts. */
export async function runStory(
  { name, setup, profile = profileNamed('ideal'), reference = {}, acts }: Story,
  options: ScenarioOptions,
  parts: ReferenceParts = REFERENCE_PARTS,
): Promise<ScenarioResult> {
  return runSteps({ setup, profile, reference, parts }, options, async (run) => {
    const figures: ScenarioFigure[] = [];
    for (const { by, event, afterMs = 0, figure, told = answerText, expected = '' } of acts) {
      run.atMs += afterMs;
      const answer = by === null ? await run.happens(event as EnvironmentEvent) : await run.does(by, event);
      if (figure !== undefined) figures.push(says(figure, told(answer), expected));
      else if (answer.status >= 400) throw new Error(`${name}: ${event.op} answered ${answerText(answer)}`);
    }
    return resultOf(name, [...figures, run.verdictFigure()], run.complaints);
  });
}

/** Status, code, what became of replication, what the object has, and the KMS calls: what there is of them. */
export function answerText({ status, code, sse, bucketKeyEnabled, replicationStatus, kmsCalls = [] }: Observation) {
  const calls = kmsCalls.map(({ operation, result }) => (result === 'ok' ? operation : `${operation} refused`));
  const encryption =
    sse === undefined || sse === null ? [] : [`${sse}${bucketKeyEnabled === true ? ', bucket key' : ''}`];
  return [
    `${status}${code === undefined || code === null ? '' : ` ${code}`}`,
    ...encryption,
    ...(replicationStatus === undefined || replicationStatus === null ? [] : [replicationStatus]),
    ...calls,
  ].join(', ');
}
