/** Makes characters visible that would otherwise be invisible or change the order of the text around them. */

/**
 * Control characters except tabs, format characters such as direction marks, unpaired surrogates, line separators, and what
 * fonts ignore, except the variation selectors of emoji.
 */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: the class is a range of selectors on purpose
const INVISIBLE = /(?![\t\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Most texts contain only such characters. This pattern is much faster than the one above, which browsers also compile slowly. */
const ORDINARY = /^[\t\x20-\x7e]*$/;

/** A part of a text: as it is, or the escape of a character that is shown in its place. */
export interface VisiblePart {
  readonly text: string;
  readonly isEscape: boolean;
  /** Number of UTF-16 units that it shows. */
  readonly width: number;
}

/** Splits a text into parts that can be shown. */
export function toVisibleParts(text: string): readonly VisiblePart[] {
  if (ORDINARY.test(text)) return text === '' ? [] : [plainPart(text)];
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const { index, 0: character } of text.matchAll(INVISIBLE)) {
    if (index > from) parts.push(plainPart(text.slice(from, index)));
    parts.push({ text: escapeCharacter(character), isEscape: true, width: character.length });
    from = index + character.length;
  }
  if (from < text.length) parts.push(plainPart(text.slice(from)));
  return parts;
}

function plainPart(text: string): VisiblePart {
  return { text, isEscape: false, width: text.length };
}

/** Returns a text without invisible characters, for names. */
export function toVisibleText(text: string): string {
  return ORDINARY.test(text) ? text : text.replaceAll(INVISIBLE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
