import type { Judgement } from '../../properties/property.ts';
import type { Verdict } from '../oracle/verdict.ts';
import type { CheckReport, EventStatistics, FoundViolation, PropertyReport, PropertyVerdict } from './check-report.ts';
import type { CheckRequest } from './check-request.ts';
import { type ChosenProperties, EXPLAINED_TITLE } from './choose.ts';
import { EXPLAINED } from './judge.ts';
import type { TraceRun } from './run-trace.ts';

interface PropertyCount {
  readonly title: string;
  checked: number;
  exercised: number;
}

/** Adds up the runs of a check. */
export class Tally {
  runs = 0;
  steps = 0;
  #kmsCalls = 0;
  #unknownBecause: string | undefined;
  readonly #request: CheckRequest;
  readonly #sut: string;
  readonly #properties = new Map<string, PropertyCount>();
  readonly #events = new Map<string, { count: number; refused: number }>();
  readonly #violations: FoundViolation[] = [];

  constructor(request: CheckRequest, sut: string, chosen: ChosenProperties) {
    this.#request = request;
    this.#sut = sut;
    if (chosen.oracle) this.#properties.set(EXPLAINED, { title: EXPLAINED_TITLE, checked: 0, exercised: 0 });
    for (const { id, title } of [...chosen.monitored, ...chosen.metamorphic]) {
      this.#properties.set(id, { title, checked: 0, exercised: 0 });
    }
  }

  /** Adds a trace that was run. */
  addRun({ trace, judge }: TraceRun): void {
    this.runs++;
    this.steps += trace.steps.length;
    for (const { step, observation } of trace.steps) {
      this.#kmsCalls += observation.kmsCalls?.length ?? 0;
      const event = this.#event(step.event.op);
      event.count++;
      if (observation.status >= 400) event.refused++;
    }
    const explained = this.#properties.get(EXPLAINED);
    if (explained !== undefined) {
      explained.checked += trace.steps.length;
      explained.exercised += trace.steps.length;
    }
    for (const { property, checked, exercised } of judge.suite.counts()) {
      const count = this.#properties.get(property.id);
      if (count === undefined) continue;
      count.checked += checked;
      count.exercised += exercised;
    }
    this.#unknownBecause ??= judge.unknownBecause;
  }

  /** Adds what relating a run to its variant came to. */
  addJudgement(id: string, judgement: Judgement): void {
    const count = this.#properties.get(id);
    if (count === undefined || judgement === 'idle') return;
    count.checked++;
    if (judgement !== 'held') count.exercised++;
  }

  /** Adds a violation. */
  addViolation(violation: FoundViolation): void {
    this.#violations.push(violation);
  }

  /** All of it. */
  report(): CheckReport {
    const { seed, profile } = this.#request;
    const properties = [...this.#properties].map(([id, count]) => this.#propertyReport(id, count));
    return {
      verdict: this.#verdict(),
      ...(this.#unknownBecause === undefined ? {} : { unknownBecause: this.#unknownBecause }),
      seed,
      profile: profile.name,
      sut: this.#sut,
      runs: this.runs,
      steps: this.steps,
      kmsCalls: this.#kmsCalls,
      properties,
      violations: this.#violations,
      events: [...this.#events]
        .map(([event, counts]): EventStatistics => ({ event, ...counts }))
        .sort((a, b) => (a.event < b.event ? -1 : 1)),
    };
  }

  #verdict(): Verdict {
    if (this.#violations.length > 0) return 'violates';
    return this.#unknownBecause === undefined ? 'conforms' : 'unknown';
  }

  #propertyReport(id: string, { title, checked, exercised }: PropertyCount): PropertyReport {
    return { id, title, verdict: this.#propertyVerdict(id, exercised), checked, exercised };
  }

  #propertyVerdict(id: string, exercised: number): PropertyVerdict {
    if (this.#violations.some(({ violation }) => violation.property === id)) return 'violated';
    if (id === EXPLAINED && this.#unknownBecause !== undefined) return 'unknown';
    return exercised > 0 ? 'holds' : 'not-exercised';
  }

  #event(name: string): { count: number; refused: number } {
    let event = this.#events.get(name);
    if (event === undefined) {
      event = { count: 0, refused: 0 };
      this.#events.set(name, event);
    }
    return event;
  }
}
