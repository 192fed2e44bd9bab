/** Only a comment after the code names a source map, as in ECMA-426. */
import assert from 'node:assert/strict';
import { findMapUrl } from '../../../src/source-maps/map-comment.js';

/** The start of a comment about a source map. It is split, so that tools do not find it in this file. */
const URL_OF = `sourceMapping${'URL'}=`;

const FOUND: readonly (readonly [title: string, source: string, url: string])[] = [
  ['on the last line', `a();\n//# ${URL_OF}a.js.map`, 'a.js.map'],
  ['before empty lines', `a();\r\n//# ${URL_OF}a.js.map\r\n\r\n`, 'a.js.map'],
  ['with the older @', `a();\n//@ ${URL_OF}a.js.map\n`, 'a.js.map'],
  ['between slashes and asterisks', `a();\n/*# ${URL_OF}a.js.map */\n`, 'a.js.map'],
  ['on the line of the code', `a();//# ${URL_OF}a.js.map`, 'a.js.map'],
  ['in a text without code', `//# ${URL_OF}a.js.map`, 'a.js.map'],
  ['before another comment', `a();\n//# ${URL_OF}a.js.map\n// the end\n/* of it */`, 'a.js.map'],
  ['that is the last of several', `a();\n//# ${URL_OF}a.map\n//# ${URL_OF}b.map\n`, 'b.map'],
  [
    'before one that is inside another comment',
    `a();\n//# ${URL_OF}a.map\n/* //# ${URL_OF}b.map */`,
    'a.map',
  ],
  ['before one with a space in its URL', `a();\n//# ${URL_OF}a.map\n//# ${URL_OF}b c.map`, 'a.map'],
  ['with an apostrophe in its URL', `a();\n//# ${URL_OF}it's.js.map\n`, "it's.js.map"],
  ['with a data URL', `a();\n//# ${URL_OF}data:application/json,%7B%7D\n`, 'data:application/json,%7B%7D'],
  ['after a template that contains another', `const t = \`\n//# ${URL_OF}b\n\`;\n//# ${URL_OF}a`, 'a'],
  ['after TypeScript', `const a: number = 1;\n/*# ${URL_OF}a.map */`, 'a.map'],
];

const NOT_FOUND: readonly (readonly [title: string, source: string])[] = [
  ['in a string', `const s = '//# ${URL_OF}a.map';`],
  ['in a string that ends the text', `s = "//# ${URL_OF}a.map"`],
  ['on a line of a template', `const t = \`\n//# ${URL_OF}a.map\n\`;`],
  ['in a template that ends in a comment', `const t = \`\n//# ${URL_OF}a.map\n// \`;`],
  ['in another comment', `a();\n/*\n//# ${URL_OF}a.map\n*/`],
  ['in a regular expression', `r = /\\//# ${URL_OF}a/;`],
  ['before the end of the code', `a();\n//# ${URL_OF}a.map\nb();`],
  ['with a text before it', `a(); // see //# ${URL_OF}a.map`],
  ['without a URL', `a();\n//# ${URL_OF}\n`],
  ['in a text that is no code', `const = "//# ${URL_OF}a.map"`],
  ['that is only mentioned', `a('${URL_OF}'); // ${URL_OF}a.map`],
];

describe('findMapUrl', () => {
  for (const [title, source, url] of FOUND) {
    it(`finds a comment ${title}`, () => assert.equal(findMapUrl(source, '/app/a.ts'), url));
  }
  for (const [title, source] of NOT_FOUND) {
    it(`finds no comment ${title}`, () => assert.equal(findMapUrl(source, '/app/a.ts'), undefined));
  }

  it('reads a megabyte of white space and comments in linear time', () => {
    const source = `a();\n//# ${URL_OF}a.map\n${' \t\n//\n'.repeat(200_000)}`;
    assert.equal(findMapUrl(source, '/app/a.js'), 'a.map');
    assert.equal(findMapUrl(`${source}b();`, '/app/a.js'), undefined);
    const blocks = `s = '//# ${URL_OF}a.map';\n${'/***/ /***/\n'.repeat(10_000)}b();`;
    assert.equal(findMapUrl(blocks, '/app/a.js'), undefined);
  });
});
