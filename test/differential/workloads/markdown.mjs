// Documents that use most of Markdown, also in ways that are wrong.
export const DOCUMENTS = [
  '# One\n\nTwo\n===\n\nThree ###\n---\n\n###### Six ######\n\n#no heading\n\n* * *\n',
  'A *b **c*** _d_ __e__ `f` ``g ` h`` [i](/j "k") ![l](m) <https://n.example> o\\*p &copy; &#35; &nope; \\\nq  \nr ~~s~~ ~t~',
  '* a\n* b\n  * c\n\n    d\n\n      code\n* e\n\n1. f\n2. g\n   > h\n   > > i\n10) j\n- [ ] k\n- [x] l\n+ m\n',
  '> quote\nlazy\n\n> ```js\n> let a = 1;\n> ```\n\n```ts {1}\nconst x: 1 = 1;\n~~~\n```\n\n~~~\nopen fence\n',
  '    indented\n\n    code\n\n<div class="a">\n*raw*\n</div>\n\n<!-- comment -->\n\n<b>inline</b> <a href="x" title=\'y\'>z</a> <?php ?> <![CDATA[x]]>\n',
  '| a | b | c |\n|:--|:-:|--:|\n| 1 | `2|` | 3 \\| 4 |\n| 5 |\n\nnot | a\ntable\n',
  '[ref], [Ref][], [text][ref] [none][missing] ![img][ref]\n\n[ref]: <http://example.com/a b> "title\nhere"\n[ReF]: /second\n[bad]: \n',
  'www.example.com http://example.com/a?b=c&d#e mail@example.com ftp://x (http://paren.example/(a)) "quotes" \'single\' -- --- ... (c) (tm) +-\n',
  '***a** b* **a*b*c** *a`*`b* [a](b(c)d) [a](<b c> "d") [a](b "c\\"d") ![a[b](c)](d) [[a]](b) ]( *\u4e2d*\u6587** x ** _a_b_ \u{1F600}\n',
  '[javascript](javascript:alert(1)) [data](data:text/html,x) <javascript:x> [ü](/ü%20%zz) \u0000 tab\there\n\tcode\r\n- \r\n-\n',
  `${'*'.repeat(40)}${'['.repeat(40)}${'> '.repeat(30)}deep\n${'- '.repeat(30)}list`,
  '',
];
