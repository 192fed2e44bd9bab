// Renders Markdown with every preset, and with rules of its own.
import { DOCUMENTS } from './markdown.mjs';

const PRESETS = [
  'default',
  'zero',
  'commonmark',
  { html: true, linkify: true, typographer: true, breaks: true, xhtmlOut: true, quotes: '«»‹›' },
];

export default function (...modules) {
  return modules.map((module) => {
    const MarkdownIt = module.default ?? module;
    const results = PRESETS.map((preset) => DOCUMENTS.map((text) => new MarkdownIt(preset).render(text)));
    return [results, extended(MarkdownIt), errors(MarkdownIt)];
  });
}

function extended(MarkdownIt) {
  const markdown = new MarkdownIt({ highlight: (text, language) => (language ? `<i>${text}</i>` : '') });
  markdown.use((self, prefix) => {
    self.inline.ruler.before('emphasis', 'at', (state, silent) => {
      if (state.src[state.pos] !== '@') return false;
      if (!silent) state.push('at', 'at', 0).content = prefix;
      state.pos += 1;
      return true;
    });
    self.renderer.rules.at = (tokens, index) => `<at>${tokens[index].content}</at>`;
  }, 'x');
  markdown
    .disable(['link', 'image'])
    .enable('link')
    .core.ruler.push('count', (state) => void state.tokens.length);
  return DOCUMENTS.map((text) => [
    markdown.render(`${text} a@b`),
    markdown.renderInline(text),
    markdown.parse(text, {}).length,
  ]);
}

function errors(MarkdownIt) {
  return [
    () => new MarkdownIt('nonsense'),
    () => new MarkdownIt().parse(1),
    () => new MarkdownIt().enable('nonsense'),
  ].map((run) => {
    try {
      return String(run());
    } catch (error) {
      return error.message;
    }
  });
}
