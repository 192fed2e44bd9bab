// Compiles schemas of every draft that ajv knows, and validates what fits and what does not.
const SCHEMAS = [
  {
    type: 'object',
    properties: { a: { type: 'integer', minimum: 1 }, b: { type: ['string', 'null'], maxLength: 3 } },
    required: ['a'],
    additionalProperties: false,
  },
  {
    type: 'array',
    items: { $ref: '#/definitions/node' },
    uniqueItems: true,
    minItems: 1,
    maxItems: 3,
    definitions: { node: { type: 'object', properties: { child: { $ref: '#/definitions/node' } } } },
  },
  {
    anyOf: [
      { type: 'string', pattern: '^a+$' },
      { type: 'number', multipleOf: 0.5, exclusiveMaximum: 10 },
      { const: { x: [1] } },
      { enum: [null, true, 'e'] },
    ],
  },
  {
    type: 'object',
    if: { properties: { kind: { const: 'x' } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of the schema
    then: { required: ['x'] },
    else: { not: { required: ['x'] } },
    oneOf: [{ minProperties: 1 }, { maxProperties: 0 }],
  },
  {
    type: 'object',
    patternProperties: { '^n_': { type: 'number', default: 1 } },
    propertyNames: { minLength: 2 },
    dependencies: { aa: ['bb'], cc: { required: ['dd'] } },
  },
  {
    allOf: [
      { contains: { type: 'number' } },
      { items: [{ type: 'string' }], additionalItems: { type: 'number' } },
    ],
    type: 'array',
  },
  { type: 'string', minLength: 2, format: 'even', even: true },
  { type: 'nonsense' },
  { $ref: '#/missing' },
  { properties: 1 },
  true,
  false,
];
const DATA = [
  { a: 1, b: 'x' },
  { a: '2', c: 1 },
  {},
  [{ child: { child: {} } }],
  [1, 1],
  [],
  'aaa',
  3.5,
  10,
  { x: [1] },
  null,
  { kind: 'x', x: 1 },
  { kind: 'x' },
  { x: 1 },
  { n_a: 1, aa: 1 },
  { n_b: 'x', cc: 1, q: 2 },
  ['s', 2],
  [2, 's'],
  'ab',
  'abc',
  true,
  undefined,
];
const NEWER = [
  {
    prefixItems: [{ type: 'string' }],
    items: false,
    minContains: 1,
    maxContains: 2,
    contains: { const: 'a' },
  },
  {
    type: 'object',
    properties: { a: true },
    dependentRequired: { a: ['b'] },
    dependentSchemas: { b: { maxProperties: 2 } },
    unevaluatedProperties: false,
  },
  {
    $id: 'https://example.com/tree',
    $dynamicAnchor: 'node',
    type: 'object',
    properties: { children: { type: 'array', items: { $dynamicRef: '#node' } } },
  },
  {
    $defs: { a: { $anchor: 'x', type: 'number' } },
    anyOf: [{ $ref: '#x' }, { type: 'array', unevaluatedItems: { type: 'number' } }],
  },
];
const FORMS = [
  {
    properties: { a: { type: 'int8' }, b: { elements: { type: 'string', nullable: true } } },
    optionalProperties: { c: { enum: ['x', 'y'] } },
    additionalProperties: true,
  },
  {
    discriminator: 'kind',
    mapping: {
      a: { properties: { n: { type: 'float64' } } },
      b: { properties: { t: { type: 'timestamp' } } },
    },
  },
  { definitions: { n: { type: 'uint32' } }, values: { ref: 'n' } },
  { type: 'boolean' },
];
const FORM_DATA = [
  { a: 1, b: ['x', null] },
  { a: 300, b: 'x', c: 'z' },
  { kind: 'a', n: 1.5 },
  { kind: 'b', t: '2020-01-01T00:00:00Z' },
  { kind: 'c' },
  { q: 1 },
  { q: -1 },
  true,
];

export default function (first, draft2019, draft2020, jtd, standalone) {
  const [Ajv, Ajv2019, Ajv2020, AjvJtd] = [first, draft2019, draft2020, jtd].map(classOf);
  const results = [];
  for (const options of [
    { strict: false },
    {
      allErrors: true,
      verbose: true,
      strict: false,
      $data: true,
      coerceTypes: 'array',
      useDefaults: true,
      removeAdditional: true,
    },
  ])
    for (const Class of [Ajv, Ajv2019, Ajv2020])
      results.push(validateAll(withOwn(new Class({ ...options, logger: false })), SCHEMAS, DATA));
  for (const Class of [Ajv2019, Ajv2020])
    results.push(validateAll(new Class({ allErrors: true, strict: false, logger: false }), NEWER, DATA));
  const forms = new AjvJtd({ allErrors: true });
  results.push(validateAll(forms, FORMS, FORM_DATA));
  for (const form of FORMS) {
    const [parse, serialize] = [forms.compileParser(form), forms.compileSerializer(form)];
    results.push(
      FORM_DATA.map((data) => [
        attempt(() => serialize(data)),
        attempt(() => parse(JSON.stringify(data)) ?? [parse.message, parse.position]),
      ]),
    );
  }
  const coded = new Ajv({ code: { source: true, lines: true, optimize: 2 }, schemas: { s: SCHEMAS[0] } });
  const toText = standalone.default?.default ?? standalone.default ?? standalone;
  results.push(toText(coded, coded.getSchema('s')).length);
  return results;
}

function withOwn(ajv) {
  ajv.addFormat('even', (text) => text.length % 2 === 0);
  ajv.addKeyword({
    keyword: 'even',
    type: ['string', 'number'],
    compile: (on) => (data) => on === (String(data).length % 2 === 0),
  });
  return ajv;
}

function classOf(module) {
  const exported = module.default ?? module;
  return exported.default ?? exported;
}

function validateAll(ajv, schemas, values) {
  return schemas.map((schema) =>
    attempt(() => {
      const validate = ajv.compile(schema);
      return values.map((value) => {
        const isValid = validate(structuredClone(value));
        return [isValid, ajv.errorsText(validate.errors)];
      });
    }),
  );
}

function attempt(run) {
  try {
    return run();
  } catch (error) {
    return error.message;
  }
}
