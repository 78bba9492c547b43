import { checkHtml, judgeHtml, replayHtml } from '../../html-report/html-report.ts';
import { checkJson } from '../check-json.ts';
import { checkText } from '../check-text.ts';
import { judgeJson, judgeText } from '../judge-report.ts';
import { replayJson, replayText } from '../replay-report.ts';
import { github } from './github.ts';
import { junit } from './junit.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

const text: Reporter = {
  name: 'text',
  title: 'for people',
  isLog: true,
  write: (told) => {
    if (told.of === 'check') return checkText(told.report, told.replays, told.withStatistics);
    return told.of === 'judge' ? judgeText(told.judgement) : replayText(told.report);
  },
};

const html: Reporter = {
  name: 'html',
  title: 'a page to open in a browser',
  isLog: false,
  looksInside: true,
  write: (told) => {
    if (told.of === 'check') return checkHtml(told.report, told.replays);
    return told.of === 'judge' ? judgeHtml(told.judgement, told) : replayHtml(told.report, told);
  },
};

const json: Reporter = {
  name: 'json',
  title: 'all there is to say, as JSON',
  isLog: false,
  write: (told) => {
    if (told.of === 'check') return checkJson(told.report, told.replays);
    return told.of === 'judge' ? judgeJson(told.judgement) : replayJson(told.report);
  },
};

/** Every form of report, in the order of the help. */
export const REPORTERS: readonly Reporter[] = [text, json, html, junit, sarif, github];
