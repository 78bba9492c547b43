// The page of the explorer: the model itself, in the browser. Its address holds all of its state.
import { durationText, PROFILES } from '../../../model/index.ts';
import { pictureOf } from '../../../src/html-report/world-picture.ts';
import { answerText, kmsCallText } from '../../../src/report/answer-text.ts';
import { Names } from '../../../src/report/names.ts';
import { ACTIONS, EXPLORED, isRequest } from '../explorer/actions.ts';
import { addressText, MOST_TAKEN, readAddress } from '../explorer/address.ts';
import { type Possible, type Walk, type Walked, walk } from '../explorer/walk.ts';
import { choice, element, tableOf } from './elements.ts';

const WAITS: readonly (readonly [ms: string, text: string])[] = [
  ['0', 'at once'],
  ['1000', 'after 1 second'],
  ['60000', 'after 1 minute'],
  ['300000', 'after 5 minutes'],
  ['3600000', 'after 1 hour'],
  ['86400000', 'after 1 day'],
];

const root = document.querySelector<HTMLElement>('#bucketkey-explorer');
const names = new Names({ header: { setup: EXPLORED }, steps: ACTIONS.map(({ event }) => ({ step: { event } })) });

if (root !== null) {
  const controls = element('form', { class: 'explorer-controls' });
  const told = element('div');
  const profile = choice(
    'What is admitted (profile)',
    PROFILES.map(({ name, title }) => [name, `${name}: ${title}`]),
    'ideal',
  );
  const action = choice(
    'What happens',
    ACTIONS.map(({ id, label }) => [id, label]),
    'on',
  );
  const by = choice(
    'By',
    EXPLORED.requesters.map(({ name }) => [name, name]),
    'ann',
  );
  const wait = choice('When', WAITS, '0');
  const go = element('button', { type: 'submit', class: 'explorer-go' }, 'Do it');
  const undo = element('button', { type: 'button', class: 'explorer-go' }, 'Take back the last step');
  const anew = element('button', { type: 'button', class: 'explorer-go' }, 'Begin anew');
  const status = element('p', { role: 'status' });
  controls.append(action.labelled, by.labelled, wait.labelled, go, undo, anew, profile.labelled);
  root.replaceChildren(controls, status, told);

  let walked = walk(readAddress(location.hash.slice(1)));
  const takenNow = () => walked.steps.map((one) => one.taken);
  const show = (): void => {
    profile.select.value = walked.profile;
    undo.disabled = walked.steps.length === 0;
    go.disabled = walked.steps.length >= MOST_TAKEN;
    status.textContent = statusText(walked);
    told.replaceChildren(...worldTables(walked), stepsTable(walked, choose));
  };
  const become = (profileName: string, taken: readonly Walked['taken'][]): void => {
    walked = walk({ profile: profileName, taken });
    history.replaceState(null, '', `#${addressText({ profile: walked.profile, taken: takenNow() })}`);
    show();
  };
  const choose = (index: number, outcome: number): void => {
    become(
      walked.profile,
      takenNow().map((one, place) => (place === index ? { ...one, outcome } : one)),
    );
    told.querySelectorAll<HTMLSelectElement>('select')[selectOf(walked, index)]?.focus();
  };

  action.select.addEventListener('change', () => {
    const chosen = ACTIONS.find(({ id }) => id === action.select.value);
    by.select.disabled = chosen !== undefined && !isRequest(chosen);
  });
  controls.addEventListener('submit', (event) => {
    event.preventDefault();
    const one = { action: action.select.value, by: by.select.value, waitMs: Number(wait.select.value), outcome: 0 };
    become(walked.profile, [...takenNow(), one]);
  });
  undo.addEventListener('click', () => become(walked.profile, takenNow().slice(0, -1)));
  anew.addEventListener('click', () => become(walked.profile, []));
  profile.select.addEventListener('change', () => become(profile.select.value, takenNow()));
  addEventListener('hashchange', () => {
    walked = walk(readAddress(location.hash.slice(1)));
    show();
  });
  show();
}

/** The place among the lists of outcomes of the one of a step: steps with one outcome have none. */
function selectOf({ steps }: Walk, index: number): number {
  return steps.slice(0, index).filter(({ possible }) => possible.length > 1).length;
}

function statusText({ steps, world, kmsCalls }: Walk): string {
  const last = steps.at(-1);
  const warm = last === undefined || last.step.by === null ? '' : lastText(last);
  return `${steps.length} steps, ${durationText(world.nowMs)} on the clock, ${kmsCalls} KMS calls.${warm}`;
}

function lastText({ chosen: { outcome } }: Walked): string {
  const calls = outcome.kmsCalls.map(({ operation }) => operation).join(', ');
  return ` The last one: ${outcome.status}, ${calls === '' ? 'no KMS call' : calls}.`;
}

function worldTables({ world }: Walk): readonly HTMLElement[] {
  return pictureOf([world], names).flatMap(({ title, columns, rows }) =>
    rows.length === 0
      ? []
      : [
          element('h2', {}, title),
          tableOf(
            columns,
            rows.map(({ cells }) => cells),
          ),
        ],
  );
}

function stepsTable({ steps }: Walk, choose: (index: number, outcome: number) => void): HTMLElement {
  if (steps.length === 0) return element('p', {}, 'Nothing has happened yet.');
  const rows = steps.map(({ taken, step, possible, chosen }, index) => {
    const { by } = step;
    const label = ACTIONS.find(({ id }) => id === taken.action)?.label ?? '';
    const calls = chosen.outcome.kmsCalls.map((call) => kmsCallText(call, by, names)).join('; ');
    return [
      `${index + 1}`,
      durationText(step.atMs),
      by ?? '',
      label,
      possible.length === 1 ? outcomeText(chosen) : outcomeChoice(index, possible, chosen, choose),
      calls === '' ? 'none' : calls,
      chosen.outcome.because.join(', '),
    ];
  });
  const table = tableOf(['Step', 'At', 'By', 'What', 'Outcome', 'KMS calls', 'Because'], rows);
  return element('section', {}, element('h2', {}, 'Steps'), table);
}

function outcomeChoice(
  index: number,
  possible: readonly Possible[],
  chosen: Possible,
  choose: (index: number, outcome: number) => void,
): HTMLElement {
  const options = possible.map((one, place) => [`${place}`, outcomeText(one)] as const);
  const { select } = choice('', options, `${possible.indexOf(chosen)}`);
  select.setAttribute('aria-label', `Outcome of step ${index + 1}, one of ${possible.length}`);
  select.addEventListener('change', () => choose(index, Number(select.value)));
  return select;
}

function outcomeText({ outcome, choices }: Possible): string {
  const { because: _because, ...seen } = outcome;
  const code = outcome.code === null ? '' : ` ${outcome.code === '*' ? 'some code' : outcome.code}`;
  const calls = outcome.kmsCalls.map(({ operation, result }) =>
    result === 'ok' ? operation : `${operation} ${result}`,
  );
  const chosen = choices.map(({ point, option }) => `${point}: ${optionText(option)}`);
  const parts = [`${outcome.status}${code}`, calls.join(' + '), answerText(seen, names), ...chosen];
  return parts.filter((part) => part !== '').join(', ');
}

function optionText(option: unknown): string {
  return typeof option === 'object' && option !== null ? JSON.stringify(option).slice(0, 40) : String(option);
}
