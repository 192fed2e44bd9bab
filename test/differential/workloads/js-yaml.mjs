// Reads and writes YAML of all styles, with types of its own and mistakes.
const TEXTS = [
  "a: 1\nb: [x, \"y\\u00e9\\n\", 'z''', {c: ~, d: .inf, e: -.5e3}]\n? complex key\n: - 0x1F\n  - 0o17\n  - 1_000\n  - 2001-12-14t21:59:43.10-05:00\n",
  'literal: |+\n  a\n   b\n\nfolded: >-\n  c\n  d\n\n  e\nindented: |2\n    f\n',
  'base: &base {a: 1}\nderived:\n  <<: *base\n  b: 2\nlist: &l\n- *base\n- !!str 5\n- !!set {x, y}\n- !!omap [p: 1]\n- !!binary aGVsbG8=\n',
  '%YAML 1.2\n%TAG ! tag:example.com,2000:\n---\n!own x\n...\n---\n# comment\n- true # yes\n- Null\n- "multi\n  line"\n--- plain\n  text\n',
  'a: 1\na: 2',
  'a: [1, 2',
  'a: *missing',
  '\tb: 1',
  '"open',
  'a: b: c',
  '!<tag:x',
  '- a\nb',
  '&a &b c',
  '@x',
  '{a: 1, b',
  '%YAML 9.9\n---\na',
  'key: |x\n  a',
  '\u0001',
  '',
  '# nothing',
  '- - - a\n    - b\n  -\n- ? a\n',
  '{? a : b, "c":d, e}',
  'x: "\\x41\\U0001F600\\/\\\n  joined"',
];
const VALUES = [
  {
    a: 1,
    b: [true, null, 'x: y', '', ' lead', 'line\nbreak\n', '# no', '123', '0x1', "it's", '\u0007', 'ü😀'],
    c: { d: {}, e: [] },
    f: new Date(0),
  },
  [[1, [2, [3]]], { x: 'long '.repeat(40) }, -0, Number.POSITIVE_INFINITY, Number.NaN, 1e21],
  'plain',
  null,
  undefined,
  () => 1,
];
const OPTIONS = [
  {},
  { indent: 4, flowLevel: 1, sortKeys: true, lineWidth: 20 },
  {
    noArrayIndent: true,
    skipInvalid: true,
    noRefs: true,
    forceQuotes: true,
    quotingType: '"',
    condenseFlow: true,
  },
];

export default function (...modules) {
  return modules.map((module) => {
    const yaml = module.load ? module : module.default;
    const shared = { n: 1 };
    const values = [...VALUES, { first: shared, second: shared, list: [shared] }];
    return [
      TEXTS.map((text) => [
        attempt(() => yaml.load(text)),
        attempt(() => yaml.loadAll(text)),
        ...schemas(yaml).map((schema) => attempt(() => yaml.load(text, { schema, json: true }))),
      ]),
      values.map((value) => OPTIONS.map((options) => attempt(() => yaml.dump(value, options)))),
    ];
  });
}

function schemas(yaml) {
  return ['FAILSAFE_SCHEMA', 'JSON_SCHEMA', 'CORE_SCHEMA', 'YAML11_SCHEMA']
    .map((name) => yaml[name])
    .filter(Boolean);
}

function attempt(run) {
  try {
    return run() ?? null;
  } catch (error) {
    return String(error.message);
  }
}
