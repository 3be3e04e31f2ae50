import mustache from 'mustache';
import { render, type Saying, type Texts } from '../text/texts.js';
import { placeOf, type ShownCommand } from './commands.js';
import { readRecord } from './record.js';
import { proofUrlOf } from './checks/canary.js';
import { templates } from './templates.generated.js';
import type { Standing, StandingStep } from './walkthrough.js';

/** A step that can be shown: what it says depends on the reader's language alone. */
export interface ShownStand {
  readonly standing: Standing;
  readonly commands: readonly ShownCommand[];
  /** What can be answered, with the commands that say so. */
  readonly answers: readonly { readonly answer: string; readonly command: string }[];
}

/** The text of a step for the person who is led through it. */
export function stepText(shown: ShownStand, texts: Texts): string {
  const { standing, commands, answers } = shown;
  const { step, state } = standing.shown;
  const position = standing.steps.indexOf(standing.shown) + 1;
  const done = standing.steps
    .slice(0, position - 1)
    .filter((each) => each.state === 'done')
    .map((each) => titleOf(each, texts));
  const text = mustache.render(templates.step, {
    done,
    anyDone: done.length > 0,
    heading: texts('setup.heading', {
      position,
      total: standing.steps.length,
      title: texts(`setup.step.${step.id}.title`, {}),
    }),
    about: texts(`setup.step.${step.id}.about`, valuesOf(standing)),
    facts: factsOf(standing),
    places: inTheirPlaces(commands).map(({ where, lines }) => ({
      words: texts(`setup.run_${where}`, { place: placeOf(standing.seen.machine) }),
      commands: lines,
    })),
    question:
      answers.length === 0 || state === 'later' || state === 'not_needed'
        ? false
        : { words: texts('setup.question', {}), choices: answers.map(({ command }) => command) },
    notes: notesOf(standing, texts),
  });
  return text.trimEnd();
}

/** Commands that follow each other in the same place, together. */
function inTheirPlaces(commands: readonly ShownCommand[]): { where: ShownCommand['where']; lines: string[] }[] {
  const places: { where: ShownCommand['where']; lines: string[] }[] = [];
  for (const { where, command } of commands) {
    const last = places.at(-1);
    if (last?.where === where) last.lines.push(command);
    else places.push({ where, lines: [command] });
  }
  return places;
}

/** What the texts of steps may name; no translation can change it. */
function valuesOf({ seen }: Standing): {
  configFile: string;
  place: 'standalone' | 'nanoclaw';
  url: string;
  option: string;
  same: string;
  different: string;
} {
  const { machine } = seen;
  // Read again: the canary that was just given out may go elsewhere than the one before.
  const url = proofUrlOf(readRecord(machine.state));
  const answers = { same: 'same', different: 'different' } as const;
  return { configFile: machine.configFile, place: placeOf(machine), url, option: '--proof-url URL', ...answers };
}

/** What is to be looked at beside the words. */
function factsOf({ shown: { step }, seen: { fingerprint } }: Standing): string[] {
  return step.id === 'fingerprint' && fingerprint !== undefined ? [`SHA-256 ${fingerprint}`] : [];
}

function notesOf(standing: Standing, texts: Texts): string[] {
  const { shown, steps, seen, complete } = standing;
  const go = `    ${seen.machine.walkthrough}`;
  if (complete) return [texts('setup.complete', {})];
  switch (shown.state) {
    case 'done':
      return [...doneText(standing, texts), `${texts('setup.next', {})}\n\n${go}`];
    case 'not_needed':
      return [texts('setup.not_needed', {}), `${texts('setup.next', {})}\n\n${go}`];
    case 'later':
      return [
        texts('setup.later', {
          step: titleOf(
            steps.find(({ state }) => state === 'open'),
            texts,
          ),
        }),
      ];
    case 'open':
      return [
        ...shown.problems.filter(isNews).map((problem) => texts('setup.not_yet', { problem: render(texts, problem) })),
        ...(shown.step.answers.length > 0 ? [] : [`${texts('setup.then', {})}\n\n${go}`]),
      ];
  }
}

/** Whoever has just read a page knows that it was read. */
function doneText({ shown: { step }, seen: { machine } }: Standing, texts: Texts): string[] {
  if (step.check === 'shown') return [];
  const { finding, agent = '-' } = readRecord(machine.state).proof ?? {};
  const proved = step.id === 'proof' && finding !== undefined;
  return [proved ? texts('setup.proved', { finding, agent }) : texts('setup.done', {})];
}

/** Who is asked a question sees that it is not answered. */
function isNews({ code }: Saying): boolean {
  return code !== 'setup.problem.unanswered';
}

function titleOf(stand: StandingStep | undefined, texts: Texts): string {
  return stand === undefined ? '' : texts(`setup.step.${stand.step.id}.title`, {});
}
