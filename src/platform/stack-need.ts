/**
 * Estimates how much stack the parser needs for a source: the needs of the brackets, keywords and operators that nest in each other.
 */
import {
  ARROW_NEED,
  ASSIGNMENT_NEED,
  BRACKET_NEED,
  CONDITIONAL_NEED,
  CONTINUING_KEYWORDS,
  ELSE_NEED,
  isWordCharacter,
  KEYWORD_NEED,
  mayBeKeyword,
  NESTING_KEYWORDS,
  TYPE_NEED,
} from './nesting-needs.js';
import { type Cursor, LINE_FEED, skipComment, skipPattern, skipString } from './skip-text.js';

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
