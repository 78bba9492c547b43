import { labelled } from '../columns.ts';
import { cutText, shownText } from '../shown.ts';
import { findingHeadline, outcomeOf } from './outcome.ts';
import type { Reporter } from './reporter.ts';

/** The text of `--quiet`: what is wrong in a line each, and the verdict. */
export const quiet: Reporter = {
  name: 'text',
  title: 'what is wrong, and the verdict',
  isLog: true,
  write: (reported) => {
    const { verdict, unknownBecause, sut, profile, findings } = outcomeOf(reported);
    const because = unknownBecause === undefined ? '' : `, ${cutText(unknownBecause)}`;
    return shownText([
      ...findings.flatMap((finding) => labelled('', findingHeadline(finding))),
      ...labelled('', `verdict: ${verdict}${because} (${cutText(sut, 200)}, profile ${profile})`),
    ]);
  },
};
