import type { FoundRace, RaceCounts, RaceExploration } from '../races/race-exploration.ts';
import { labelled, padStart } from './columns.ts';
import { nameText } from './names.ts';
import { countedText, countText, durationText } from './quantity-text.ts';
import { shownJson, shownText } from './shown.ts';
import { tellStory } from './story.ts';
import { violationJson } from './violation-json.ts';

/** The report of an exploration of races for people: what was run, and the verdict or the story of a violation. */
export function racesText(report: RaceExploration): string {
  const { counts, worlds, found } = report;
  return shownText([
    ...labelled('', `${countsText(counts)}, of two requests in ${countedText(worlds.length, 'world')}:`),
    ...worlds.flatMap(({ name, ...own }) => labelled(`  ${name}: `, countsText(own))),
    ...labelled('explained by an order of the two: ', countText(counts.orders - counts.interrupted - broken(report))),
    ...labelled(
      '  not looking at the KMS calls of one that came to nothing (U-06, U-39): ',
      countText(counts.withoutCalls),
    ),
    ...labelled('held to no order, since one that reads and writes was interrupted: ', countText(counts.interrupted)),
    '',
    ...labelled('', verdictText(report)),
    ...(found === undefined ? [] : ['', ...foundLines(found)]),
  ]);
}

function countsText({ races, orders }: RaceCounts): string {
  return `${countedText(races, 'race')}, ${countedText(orders, 'order')}`;
}

/** How many orders are not explained: an exploration ends with the first. */
function broken({ found }: RaceExploration): number {
  return found === undefined ? 0 : 1;
}

function verdictText({ verdict, unknownBecause, scope, profile, sut }: RaceExploration): string {
  const where = `(${sut}, scope ${scope}, profile ${profile})`;
  if (verdict === 'conforms') return `verdict: conforms, every race was run in every order ${where}`;
  if (verdict === 'violates') return `verdict: violates ${where}`;
  return `verdict: unknown, ${unknownBecause ?? 'a bound'} was reached before every race was run ${where}`;
}

/** What happens at a point. */
const AT = {
  begin: 'begins: it is authorised, and looks up settings',
  call: 'KMS carries out its call',
  arrival: 'has the answer of KMS, and goes on',
  end: 'is answered',
} as const satisfies Record<FoundRace['points'][number]['at'], string>;

function foundLines({ world, trace, violation, isShortest, points }: FoundRace): string[] {
  const times = points.map(({ atMs }) => durationText(atMs));
  const width = Math.max(...times.map(({ length }) => length));
  return [
    tellStory(trace, violation),
    ...labelled('', `In the world "${world}" the two went on in this order:`),
    ...points.flatMap(({ stepIndex, at }, place) => {
      const { by = null, event } = trace.steps[stepIndex]?.step ?? {};
      const who = by === null ? '' : `${nameText(by)} `;
      return labelled(
        `  ${padStart(times[place] ?? '', width)}  step ${stepIndex + 1}  `,
        `${who}${event?.op}: ${AT[at]}`,
      );
    }),
    '',
    ...labelled('', `${isShortest ? SHORTEST : ''}${WHAT_TO_DO}`),
  ];
}

const SHORTEST = 'With fewer steps before and after them these two always have an order. ';
const WHAT_TO_DO =
  '--trace-out FILE writes it as a trace, and `bucketkey judge FILE` says the same of it. What goes wrong is in the ' +
  'reference, between two of these points; or the model is wrong.';

/** The report of an exploration of races as JSON, keys always in the same order. */
export function racesJson(report: RaceExploration): string {
  const { verdict, unknownBecause, scope, profile, sut, counts, worlds, found } = report;
  return shownJson({
    verdict,
    unknownBecause: unknownBecause ?? null,
    scope,
    profile,
    sut,
    counts: countsValue(counts),
    worlds: worlds.map(({ name, ...own }) => ({ name, ...countsValue(own) })),
    violation:
      found === undefined
        ? null
        : {
            ...violationJson(found.violation),
            world: found.world,
            isShortest: found.isShortest,
            points: found.points,
            trace: found.trace,
          },
  });
}

function countsValue({ races, orders, withoutCalls, interrupted }: RaceCounts): RaceCounts {
  return { races, orders, withoutCalls, interrupted };
}
