/** Escapes what Istanbul's reporters write as XML, which Istanbul's own writer leaves as it is. */
import type { Context, XmlWriter } from 'istanbul-lib-report';
import { escapeXml } from '../../platform/escape-markup.js';
import { override } from './escaped-names.js';

type Attributes = Readonly<Record<string, unknown>> | null;

/** A context as it is: its types misspell the method that reporters call. */
type XmlContext = Context & { readonly getXMLWriter: Context['getXmlWriter'] };

/** Characters that html-escaper replaces, with which the Cobertura reporter escapes some of its attributes. */
const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
  '&quot;': '"',
};

/**
 * Returns a context whose XML writer escapes all attributes and contents.
 *
 * @param escaped names of the attributes that the reporter has escaped already, except for characters that XML forbids
 */
export function withEscapedXml(context: Context, escaped: readonly string[]): Context {
  const escapeValue = (name: string, value: unknown) =>
    escapeXml(escaped.includes(name) ? unescapeHtml(String(value)) : String(value));
  const escapeAll = (attributes: Attributes = {}) =>
    Object.fromEntries(
      Object.entries(attributes ?? {}).map(([name, value]) => [name, escapeValue(name, value)]),
    );
  const getXMLWriter: Context['getXmlWriter'] = (contentWriter) => {
    const writer = (context as XmlContext).getXMLWriter(contentWriter);
    const methods: Pick<XmlWriter, 'openTag' | 'inlineTag'> = {
      openTag: (name, attributes: Attributes) => writer.openTag(name, escapeAll(attributes)),
      inlineTag: (name, attributes: Attributes, content = '') =>
        writer.inlineTag(name, escapeAll(attributes), escapeXml(content)),
    };
    return override(writer, methods);
  };
  return override(context, { getXMLWriter });
}

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|#39|quot);/g, (reference) => CHARACTERS[reference] ?? reference);
}
