/**
 * Removes probes from the text of a function. The text of a function may be evaluated where its counters do not exist: in
 * a worker, a browser, another process or by `new Function`.
 */
import { LOOP_CHECK } from './counters-global.js';

// What `src/instrument/probe/` inserts, written with the name of the counters.
const NAME = '\\$c\\d*';
const ALIAS = `${NAME}\\$`;
const MARK = `/\\*${NAME}\\*/`;
const KEY = '\\["(?:[^"\\\\]|\\\\.)*"\\]';
const GUARD = `${NAME}\\|\\|${NAME}_\\(\\)`;
const INCREMENT = incrementPattern('\\[\\d+ \\]', '');
const INCREMENTS = `${INCREMENT}(?:,${INCREMENT})*`;

const INSERTIONS = new RegExp(
  [
    `else\\{${MARK}${INCREMENTS}\\}`,
    `\\}${MARK}${KEY}\\)${MARK}`,
    `[{}();]${MARK}`,
    `\\((?:${GUARD},)?${INCREMENTS},(?:\\{${MARK}${KEY}:)?`,
    `(?:static )?#${NAME}\\d+=${INCREMENTS};`,
    `${GUARD};(?:${MARK})?`,
    `const ${ALIAS}=${NAME};`,
    `${INCREMENTS};`,
  ].join('|'),
  'g',
);

/** Matches insertions that end with a closing bracket. */
const MARKED_END = new RegExp(`\\)${MARK}$`);

const UNTRANSFORMED = new RegExp(INCREMENT);

/** Counters in code that a compiler printed after it was instrumented. */
const TRANSFORMED = new RegExp(
  `(?<=${ALIAS}\\s*=\\s*)${NAME}|${GUARD}|${incrementPattern('\\[\\d+\\]', '\\s*')}`,
  'g',
);
/** Counters of nyc. */
const NYC = /\bcov_\w+\(\)(?:\.[sf]\[\d+\]\+\+|\.b\[\d+\]\[\d+\]\+\+)?/g;

/** @param gap pattern of the space between tokens */
function incrementPattern(index: string, gap: string): string {
  const counter = `${NAME}\\$?${index}`;
  const join = (...tokens: readonly string[]) => tokens.join(gap);
  const check = join('', '&', '\\w+', '\\|\\|', `${NAME}\\$?\\.${LOOP_CHECK}\\?\\.\\(\\)`);
  const sum = join(`\\(${counter}`, '=', counter, '\\+', '1', '\\|', '0\\)');
  return `(?:${counter}\\+\\+(?:${check})?|${sum}${check})`;
}

/**
 * Returns the text of a function without probes. It is the text of the source if the engine `probe` instrumented the code
 * last; otherwise the increments are replaced by a number.
 */
export function withoutProbes(text: string): string {
  if (text.includes('$c'))
    return UNTRANSFORMED.test(text) ? withoutInsertions(text) : text.replace(TRANSFORMED, '0');
  return text.includes('cov_') ? text.replace(NYC, '0') : text;
}

function withoutInsertions(text: string): string {
  let openBrackets = 0;
  const rest = text.replace(INSERTIONS, (inserted) => {
    // The increment of a loop without calls starts with a bracket, too.
    if (inserted.startsWith('(') && !inserted.endsWith(';')) openBrackets += 1;
    if (MARKED_END.test(inserted)) openBrackets -= 1;
    return '';
  });
  // The text of an arrow function without braces ends with the inserted bracket, so its mark is missing.
  return openBrackets > 0 ? rest.slice(0, -1) : rest;
}
