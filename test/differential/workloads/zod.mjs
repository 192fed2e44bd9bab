// Schemas of every kind on values that fit and values that do not.
export default async function (module) {
  const z = module.z ?? module.default?.z ?? module.default;
  const results = [];
  for (const schema of schemasOf(z)) {
    for (const value of VALUES) results.push(await check(schema, value));
    results.push(attempt(() => z.toJSONSchema(schema, { unrepresentable: 'any' })));
  }
  return results;
}

const VALUES = [
  'a',
  'a@example.com',
  '2020-01-01',
  '123e4567-e89b-42d3-a456-426614174000',
  '',
  ' padded ',
  0,
  7,
  -1.5,
  Number.NaN,
  12n,
  true,
  null,
  undefined,
  new Date(0),
  Symbol.iterator,
  { a: 'x', n: 1 },
  { a: 1, extra: true },
  { kind: 'circle', r: 2 },
  { kind: 'square' },
  { kind: 'none' },
  [],
  ['x', 1],
  [1, 2, 3],
  new Map([['k', 1]]),
  new Set([1]),
  () => 1,
  { name: 'n', children: [{ name: 'm', children: [] }] },
];

function schemasOf(z) {
  const tree = z.object({
    name: z.string(),
    get children() {
      return z.array(tree);
    },
  });
  const object = z.object({ a: z.string().min(1).max(5), n: z.number().int().positive().optional() });
  return [
    z.string().trim().toLowerCase().regex(/^a/),
    z.email(),
    z.uuid(),
    z.iso.date(),
    z.url(),
    z.ipv4(),
    z.base64(),
    z.string().startsWith('a').endsWith('m').includes('@'),
    z.number().gt(0).lte(7).multipleOf(7),
    z.int(),
    z.bigint().max(20n),
    z.boolean(),
    z.date().min(new Date(-1)),
    z.symbol(),
    z.undefined(),
    z.null(),
    z.nan(),
    z.any(),
    z.never(),
    z.void(),
    z.coerce.number(),
    z.coerce.string(),
    z.coerce.boolean(),
    z.coerce.date(),
    z.stringbool(),
    z.literal(['a', 7]),
    z.enum(['a', 'b']),
    z.templateLiteral(['a', z.string()]),
    object,
    object.strict(),
    z.looseObject({ a: z.string() }),
    object.partial().extend({ kind: z.string().default('none') }),
    object.pick({ a: true }).catchall(z.boolean()),
    object.omit({ n: true }).required(),
    z
      .array(z.union([z.string(), z.number()]))
      .nonempty()
      .max(2),
    z.tuple([z.string(), z.number()]).rest(z.any()),
    z.record(z.string(), z.any()),
    z.map(z.string(), z.number()),
    z.set(z.number()).min(1),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('circle'), r: z.number() }),
      z.object({ kind: z.literal('square'), s: z.number() }),
    ]),
    z.intersection(z.object({ a: z.string() }), z.object({ n: z.number() })),
    z
      .string()
      .transform((text) => text.length)
      .pipe(z.number().max(3)),
    z.preprocess((value) => String(value), z.string()),
    z.string().nullable().optional(),
    z.string().catch('caught'),
    z.string().prefault('a'),
    z.string().readonly().brand('x'),
    z.string().refine((text) => text !== 'a', { error: 'not a' }),
    z.unknown().superRefine((value, context) => {
      if (value === 7) context.addIssue({ code: 'custom', message: 'seven', path: ['p'] });
    }),
    z.string().refine(async (text) => text.length > 1),
    z.lazy(() => z.string()),
    tree,
    z.promise(z.string()),
    z.instanceof(Date),
    z.custom((value) => value === 0),
    z.json(),
    z.function?.({ input: [z.string()], output: z.number() }) ?? z.any(),
  ].filter((schema) => schema?.safeParse);
}

async function check(schema, value) {
  const sync = attempt(() => schema.safeParse(value));
  const result = typeof sync === 'string' ? await schema.safeParseAsync(value) : sync;
  return result.success
    ? describe(result.data)
    : result.error.issues.map(({ code, path, message }) => [code, path, message]);
}

function describe(value) {
  if (typeof value === 'function') return 'a function'; // Its text would be the counting one.
  return typeof value === 'object' && value !== null ? Object.entries(value).map(String) : String(value);
}

function attempt(run) {
  try {
    return run();
  } catch (error) {
    return error.constructor.name;
  }
}
