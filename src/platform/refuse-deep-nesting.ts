/**
 * Refuses sources that are nested too deeply. The parser is native and recursive: when its stack overflows, the process ends with
 * SIGSEGV.
 */
import { CovermainError } from './errors.js';
import {
  ARROW_NEED,
  BRACKET_NEED,
  CONDITIONAL_NEED,
  ELSE_NEED,
  isWordCharacter,
  mayBeKeyword,
  TYPE_NEED,
} from './nesting-needs.js';
import { stackNeedOf } from './stack-need.js';

/** Why a source is not parsed or walked. The program itself may still run: V8 allows deeper nesting in places. */
export const NESTED_TOO_DEEPLY = 'its code is nested too deeply';

/**
 * Greatest stack need of a source that is parsed. The parser overflows the stack of a worker thread (4 MB) at twice this
 * value. The greatest need in 13,000 files of npm packages is 2,223.
 */
const MAX_STACK_NEED = 20_000;

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
