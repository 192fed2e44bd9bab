/** Escapes texts from data, such as file names, so that HTML, XML, Markdown and formats of lines contain them as text. */
import { escapeCodeUnits } from './escape-terminal.js';

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Returns text for HTML: for the content of an element, or for an attribute value in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character);
}

/**
 * Characters that XML 1.0 forbids, even as character references: controls, lone surrogates, U+FFFE and U+FFFF.
 * https://www.w3.org/TR/xml/#charsets
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are the subject
const FORBIDDEN_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * Returns text for XML: for the content of an element, or for an attribute value in quotes. XML cannot contain some
 * characters, so each of these becomes a visible escape such as `\u0007`. White space that a parser would normalize
 * becomes a character reference.
 */
export function escapeXml(text: string): string {
  return escapeHtml(text)
    .replace(/[\t\n\r]/g, toReference)
    .replace(FORBIDDEN_IN_XML, escapeCodeUnits);
}

/** Characters that end a line, or are not text. */
const NOT_IN_LINE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Returns text for a line of a format without escapes, such as lcov. Control characters become escapes such as `\n`. */
export function escapeLine(text: string): string {
  return text.replace(NOT_IN_LINE, (character) => (character === '\n' ? '\\n' : escapeCodeUnits(character)));
}

/** Printable ASCII characters without a meaning in Markdown or HTML, within a line. */
const PLAIN_IN_MARKDOWN = /[A-Za-z0-9/.,-]/;

/**
 * Returns text for Markdown, within a line or a table cell. Each character with a meaning in Markdown or HTML becomes a
 * character reference. GitHub's renderer links bare URLs and addresses, too: a reference splits `www`, and comments separate
 * `@` from its neighbours, because the renderer decodes references before it looks for addresses.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\n\r!-~]/g, (character) =>
      PLAIN_IN_MARKDOWN.test(character) ? character : toReference(character),
    )
    .replace(/w(?=ww\.)/gi, toReference)
    .replaceAll('&#64;', '<!-- -->&#64;<!-- -->');
}

function toReference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
