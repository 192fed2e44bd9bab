/** markdown-it renders a long document to HTML. */
'use strict';
const MarkdownIt = require('markdown-it');
const { loop } = require('./bench.cjs');

const section = (i) => `# Section ${i}

A paragraph with *emphasis*, **strong ${i}**, \`code\`, [a link](http://example.org/${i} "title"), an image
![alt](img${i}.png), http://linked.example/${i} and "quotes" -- dashes... &amp; \\* escaped.

* item one
  * nested ${i}
    continued
* item two

1. first
2. second

> a quote
> > in a quote, see [ref${i}]

| a    | b   |
|------|----:|
| ${i} | *x* |

\`\`\`js
const x = ${i};
\`\`\`

<div>html</div>

[ref${i}]: http://example.org/ref

---
`;
const source = Array.from({ length: 100 }, (_, i) => section(i)).join('\n');
const renderer = new MarkdownIt({ html: true, linkify: true, typographer: true });

loop({
  pass: () => renderer.render(source),
  checkOf: (html) => html.length,
});
