/**
 * Reports: what a check, a replay or a scenario found, as text of 100 columns, or as wide as a terminal, and as JSON.
 *
 * @packageDocumentation
 */
export { checkJson } from './check-json.ts';
export { checkText } from './check-text.ts';
export { judgeJson, judgeText } from './judge-report.ts';
export type { ReplayFile } from './replay-file.ts';
export { type ReplayReport, replayJson, replayText, replayVerdict } from './replay-report.ts';
export { scenarioJson, scenarioListJson, scenarioListText, scenarioText } from './scenario-report.ts';
export { tellStory } from './story.ts';
