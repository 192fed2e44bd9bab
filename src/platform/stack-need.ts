/**
 * Estimates how much stack the parser needs for a source. The parser is native and recursive: when its stack overflows,
 * the process ends with SIGSEGV. The estimate counts the brackets and operators that nest in each other.
 */

import { CovermainError } from './errors.js';
import { type Cursor, LINE_FEED, skipComment, skipPattern, skipString } from './skip-text.js';

/** Why a source is not parsed or walked. The program itself may still run: V8 allows deeper nesting in places. */
export const NESTED_TOO_DEEPLY = 'its code is nested too deeply';

/**
 * Greatest stack need of a source that is parsed. The parser overflows the stack of a worker thread (4 MB) at twice this
 * value. The greatest need in 13,000 files of npm packages is 2,223.
 */
const MAX_STACK_NEED = 20_000;

// Measured with oxc-parser 0.154: 976 functions in parentheses, 2,489 templates, 4,929 arrow functions, 6,296
// conditional expressions, 8,638 assignments or 35,969 additions in each other overflow 4 MB.
const BRACKET_NEED = 20;
const ARROW_NEED = 8;
/** `<` after a name, as in `Array<Array<number>>`. In JSX, `<` follows no operand. */
const TYPE_NEED = 12;
const KEYWORD_NEED = 5;
const ELSE_NEED = 8;
const ASSIGNMENT_NEED = 5;
const CONDITIONAL_NEED = 4;

/** Keywords before an operand or a statement that nests in theirs. */
const NESTING_KEYWORDS = new Set(
  'await delete do for if new return throw typeof void while with yield'.split(' '),
);
/** Keywords that continue what precedes them, even on a new line. */
const CONTINUING_KEYWORDS = new Set('as catch finally in instanceof of satisfies while'.split(' '));
const KEYWORDS = [...NESTING_KEYWORDS, ...CONTINUING_KEYWORDS, 'else'];
const LONGEST_KEYWORD = 'instanceof'.length;

/** The lengths of the keywords that start with a character, as bits, by the code of the character. */
const keywordLengths = new Uint16Array(128);
for (const keyword of KEYWORDS) {
  const first = keyword.charCodeAt(0);
  keywordLengths[first] = (keywordLengths[first] as number) | (1 << keyword.length);
}

/** Whether a word may be a keyword, by its first character and length: most words need not be looked up. */
function mayBeKeyword(first: number, length: number): boolean {
  return length <= LONGEST_KEYWORD && (((keywordLengths[first] ?? 0) >> length) & 1) === 1;
}

const REGEXP = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//y;
/** Text of a template up to its end or to the next expression in it. */
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)?/y;

/** A bracket that is open. */
interface OpenBracket {
  /** Stack need of everything around the statement that contains the bracket. */
  readonly outerNeed: number;
  /** Stack need of that statement up to the bracket. */
  readonly chainNeed: number;
  /** Number of `else` in that statement before the bracket. */
  readonly elses: number;
  readonly isTemplate: boolean;
}

/** Position of a scan in a source, and what the scan knows there. */
interface Scan extends Cursor {
  readonly brackets: OpenBracket[];
  outerNeed: number;
  chainNeed: number;
  elses: number;
  greatestNeed: number;
  /** Whether the last token ends an operand, so that `/` divides and a word may start a statement. */
  hasOperand: boolean;
  /** Whether the next word starts a statement unless it continues the last one: after `;`, `}` or a line break. */
  mayStart: boolean;
}

/**
 * Checks a source before a native parser or compiler gets it.
 *
 * @throws CovermainError `SOURCE_NOT_PARSED` if the source is nested so deeply that it could end the process
 */
export function refuseDeepNesting(source: string): void {
  if (exceedsSum(source, MAX_STACK_NEED) && stackNeedOf(source) > MAX_STACK_NEED)
    throw new CovermainError('SOURCE_NOT_PARSED', NESTED_TOO_DEEPLY);
}

/** The greatest need that a character adds outside of words, by its code. */
const characterNeeds = new Uint8Array(128).fill(1);
characterNeeds.fill(0, 0, 0x21);
for (const [characters, need] of [
  ['([{', BRACKET_NEED],
  ['<', TYPE_NEED],
  ['=', ARROW_NEED],
  ['?:', CONDITIONAL_NEED],
] as const)
  for (const character of characters) characterNeeds[character.charCodeAt(0)] = need;

/**
 * Whether the needs of all tokens of a source together may exceed a limit. If not, its stack need does not exceed it either.
 * Most sources are so small that this loop is enough. It also counts in comments and strings.
 */
export function exceedsSum(source: string, limit: number): boolean {
  let sum = 0;
  for (let offset = 0; offset < source.length; offset++) {
    const code = source.charCodeAt(offset);
    if (!isWordCharacter(code)) {
      sum += characterNeeds[code] as number;
      continue;
    }
    const start = offset;
    while (isWordCharacter(source.charCodeAt(offset + 1))) offset += 1;
    if (mayBeKeyword(code, offset + 1 - start)) sum += ELSE_NEED;
    if (sum > limit) return true;
  }
  return sum > limit;
}

/** Returns the estimated stack need of a source, in additions. Takes time in proportion to the length of the source. */
export function stackNeedOf(source: string): number {
  const scan: Scan = {
    source,
    offset: 0,
    brackets: [],
    outerNeed: 0,
    chainNeed: 0,
    elses: 0,
    greatestNeed: 0,
    hasOperand: false,
    mayStart: true,
  };
  while (scan.offset < source.length) readToken(scan);
  return scan.greatestNeed;
}

function readToken(scan: Scan): void {
  const { source, offset } = scan;
  const code = source.charCodeAt(offset);
  if (code <= 0x20) {
    if (code === LINE_FEED && scan.hasOperand) scan.mayStart = true;
    scan.offset += 1;
  } else if (isWordCharacter(code)) {
    readWord(scan);
  } else {
    readPunctuation(scan, source[offset] as string, source[offset + 1]);
  }
}

function isWordCharacter(code: number): boolean {
  const letter = code | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x24 ||
    code === 0x5f ||
    code >= 0x80
  );
}

function readWord(scan: Scan): void {
  const { source, offset: start } = scan;
  let end = start + 1;
  while (isWordCharacter(source.charCodeAt(end))) end += 1;
  scan.offset = end;
  const word = mayBeKeyword(source.charCodeAt(start), end - start) ? source.slice(start, end) : '';
  if (word === 'else') continueWithElse(scan);
  else if (scan.mayStart && !CONTINUING_KEYWORDS.has(word)) startStatement(scan);
  scan.mayStart = false;
  scan.hasOperand = !NESTING_KEYWORDS.has(word);
  if (!scan.hasOperand) addNeed(scan, KEYWORD_NEED);
}

function startStatement(scan: Scan): void {
  scan.chainNeed = 0;
  scan.elses = 0;
}

/** Continues a chain of `else if`. What precedes the `else` is not nested in the chain. */
function continueWithElse(scan: Scan): void {
  scan.elses += 1;
  scan.chainNeed = scan.elses * ELSE_NEED;
}

function readPunctuation(scan: Scan, character: string, next: string | undefined): void {
  switch (character) {
    case '"':
    case "'":
      skipString(scan);
      scan.hasOperand = true;
      scan.mayStart = false;
      return;
    case '`':
      scan.offset += 1;
      readTemplateText(scan);
      return;
    case '(':
    case '[':
    case '{':
      scan.offset += 1;
      openBracket(scan, false);
      return;
    case ')':
    case ']':
    case '}':
      scan.offset += 1;
      closeBracket(scan, character);
      return;
    case ';':
    case ',':
      scan.offset += 1;
      scan.hasOperand = false;
      if (character === ',') scan.chainNeed = 0;
      else scan.mayStart = true;
      return;
    case '/':
      if (next === '/' || next === '*') readComment(scan, next);
      else if (scan.hasOperand || !skipPattern(scan, REGEXP)) readOperator(scan, character, next);
      else scan.hasOperand = true;
      return;
    default:
      readOperator(scan, character, next);
  }
}

/** The operators that count as one although they consist of characters that count on their own. */
const COMPARISON_OR_ARROW = /=>|[=!]==?|[<>]=/y;

function readComment(scan: Scan, next: '/' | '*'): void {
  skipComment(scan, next === '/' ? '\n' : '*/');
  if (next === '/' && scan.hasOperand) scan.mayStart = true;
}

function readOperator(scan: Scan, character: string, next: string | undefined): void {
  scan.mayStart = false;
  const isDoubled = next === character && character !== '!' && character !== '~';
  if (skipPattern(scan, COMPARISON_OR_ARROW)) addNeed(scan, next === '>' ? ARROW_NEED : 1);
  else {
    scan.offset += isDoubled ? 2 : 1;
    if (isDoubled && (character === '+' || character === '-')) return; // keeps `hasOperand`: `a++`, `++a`
    addNeed(scan, isDoubled ? 1 : operatorNeed(character, next, scan.hasOperand));
  }
  scan.hasOperand = false;
}

function operatorNeed(character: string, next: string | undefined, isAfterOperand: boolean): number {
  switch (character) {
    case '=':
      return ASSIGNMENT_NEED;
    case '<':
      return isAfterOperand ? TYPE_NEED : 1;
    case '?':
      return next === '.' ? 1 : CONDITIONAL_NEED;
    case ':':
      return CONDITIONAL_NEED;
    default:
      return 1;
  }
}

function addNeed(scan: Scan, need: number): void {
  scan.chainNeed += need;
  scan.greatestNeed = Math.max(scan.greatestNeed, scan.outerNeed + scan.chainNeed);
}

function openBracket(scan: Scan, isTemplate: boolean): void {
  const { outerNeed, chainNeed, elses } = scan;
  scan.brackets.push({ outerNeed, chainNeed, elses, isTemplate });
  scan.outerNeed += chainNeed + BRACKET_NEED;
  startStatement(scan);
  scan.hasOperand = false;
  scan.mayStart = false;
  addNeed(scan, 0);
}

function closeBracket(scan: Scan, character: string): void {
  const bracket = scan.brackets.pop();
  if (!bracket) return;
  scan.outerNeed = bracket.outerNeed;
  scan.chainNeed = bracket.chainNeed;
  scan.elses = bracket.elses;
  scan.hasOperand = true;
  scan.mayStart = character === '}' && !bracket.isTemplate;
  if (bracket.isTemplate) readTemplateText(scan);
}

function readTemplateText(scan: Scan): void {
  scan.hasOperand = true;
  scan.mayStart = false;
  if (skipPattern(scan, TEMPLATE_TEXT) && scan.source[scan.offset - 1] === '{') openBracket(scan, true);
}
