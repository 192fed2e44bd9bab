/** Makes invisible characters of untrusted texts visible. */

/** Control characters, invisible formats (with bidirectional overrides), line separators, private use and lone surrogates. */
const INVISIBLE = /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Co}|\p{Cs}|\u034f|\u115f|\u1160|\u3164|\uffa0/gu;

/** Returns the text with its invisible characters as escapes, such as `\u202e`. Use it for all names that a page shows. */
export function showInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
