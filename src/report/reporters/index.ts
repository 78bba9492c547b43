import { checkHtml, judgeHtml } from '../../html-report/html-report.ts';
import { checkJson } from '../check-json.ts';
import { checkText } from '../check-text.ts';
import { judgeJson, judgeText } from '../judge-report.ts';
import { github } from './github.ts';
import { junit } from './junit.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

const text: Reporter = {
  name: 'text',
  title: 'for people',
  isLog: true,
  write: (told) => (told.of === 'check' ? checkText(told.report, told.replays) : judgeText(told.judgement)),
};

const html: Reporter = {
  name: 'html',
  title: 'a page to open in a browser',
  isLog: false,
  looksInside: true,
  write: (told) => (told.of === 'check' ? checkHtml(told.report, told.replays) : judgeHtml(told.judgement, told)),
};

const json: Reporter = {
  name: 'json',
  title: 'all there is to say, as JSON',
  isLog: false,
  write: (told) => (told.of === 'check' ? checkJson(told.report, told.replays) : judgeJson(told.judgement)),
};

/** Every form of report, in the order of the help. */
export const REPORTERS: readonly Reporter[] = [text, json, html, junit, sarif, github];
