// Renders Markdown with every option, with extensions, and as tokens.
import { DOCUMENTS } from './markdown.mjs';

const OPTIONS = [{}, { gfm: false }, { pedantic: true }, { breaks: true, silent: true }];

export default async function ({ marked, Marked, Lexer, Parser, Renderer, TextRenderer }) {
  const rendered = OPTIONS.map((options) => DOCUMENTS.map((text) => marked.parse(text, options)));
  const tokens = DOCUMENTS.map((text) => new Lexer().lex(text).length);
  const own = new Marked({
    async: true,
    extensions: [note],
    renderer: { heading: ({ text, depth }) => `<h${depth} own>${text}</h${depth}>`, link: () => false },
    tokenizer: {
      codespan: (source) => (source.startsWith('`f`') ? { type: 'text', raw: '`f`', text: 'F' } : false),
    },
    hooks: { preprocess: (text) => text.toUpperCase(), postprocess: (html) => `<p>${html.length}</p>` },
    walkTokens: async (token) => {
      token.seen = true;
    },
  });
  const extended = await Promise.all([...DOCUMENTS, ':: note ::'].map((text) => own.parse(text)));
  const inline = DOCUMENTS.map((text) => marked.parseInline(text));
  const plain = Parser.parseInline(Lexer.lexInline('a *b* `c` [d](e)'), { renderer: new TextRenderer() });
  return [rendered, tokens, extended, inline, plain, new Renderer().hr({}), errorOf(() => marked(null))];
}

const note = {
  name: 'note',
  level: 'inline',
  start: (source) => source.indexOf('::'),
  tokenizer(source) {
    const match = /^:: (.+?) ::/.exec(source);
    return match ? { type: 'note', raw: match[0], text: match[1] } : undefined;
  },
  renderer: (token) => `<note>${token.text}</note>`,
};

function errorOf(run) {
  try {
    return run();
  } catch (error) {
    return error.message;
  }
}
