/** The cache of instrumented files: it saves time, and changes nothing else. */
import assert from 'node:assert/strict';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const CACHE = 'node_modules/.cache/covermain';
const MODULES = 60;
const PROCESSES = 8;

describe('the cache of instrumented files', () => {
  let project: Project;
  let measuring: () => Measuring;
  let uncached: () => Measuring;

  before(async () => {
    const many = Array.from({ length: MODULES }, (_, index) => [
      `src/many/${index}.js`,
      `exports.f = function f(n) { return n > ${index} ? n : ${index}; };`,
    ]);
    project = makeProject({
      'package.json': '{}',
      'src/once.js': 'once(); function once() {}',
      'src/many.mjs': `import { createRequire } from 'node:module';
        const require = createRequire(import.meta.url);
        for (let index = 0; index < ${MODULES}; index++) require(\`./many/\${index}.js\`).f(30);`,
      ...Object.fromEntries(many),
    });
    [measuring, uncached] = await Promise.all([
      prepareMeasuring(project),
      prepareMeasuring(project, { COVER_CACHE: 'off' }),
    ]);
  });

  beforeEach(() => rmSync(project.path(CACHE), { recursive: true, force: true }));
  afterEach(killLeftPrograms);
  after(() => project.remove());

  /** Runs a program. @returns its counts by function */
  async function counts(
    file: string,
    { env, functions } = measuring(),
  ): Promise<Readonly<Record<string, number>>> {
    const { code, stderr } = await outcomeOf(startNode(project, [file], env));
    assert.deepEqual([code, stderr], [0, '']);
    return functions(file);
  }

  /** Returns the names and the content of the packs. */
  function packs(): Readonly<Record<string, string>> {
    const names = readdirSync(project.path(CACHE)).filter((name) => name.startsWith('pack.'));
    return Object.fromEntries(
      names.map((name) => [name, readFileSync(project.path(`${CACHE}/${name}`), 'latin1')]),
    );
  }

  /** Returns a measurement in which no file can be instrumented, because the parser cannot be loaded. */
  function withoutParser(): Measuring {
    const profile = measuring();
    return {
      ...profile,
      env: { ...profile.env, NODE_OPTIONS: `${profile.env.NODE_OPTIONS ?? ''} --no-addons` },
    };
  }

  it('can be removed under a running program without losing counts', async () => {
    const profile = measuring();
    writeFileSync(
      project.path('src/cleans.js'),
      `require('node:fs').rmSync('node_modules/.cache', { recursive: true, force: true });
       cleaned(); function cleaned() {}`,
    );
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(await counts('src/cleans.js', profile), { cleaned: round + 1 });
    }
  });

  it('can be used by several processes that start at once', async () => {
    const profile = measuring();
    const programs = Array.from({ length: PROCESSES }, () =>
      startNode(project, ['src/many.mjs'], profile.env),
    );
    const outcomes = await Promise.all(programs.map((program) => outcomeOf(program)));
    const fine = { code: 0, signal: null, stdout: '', stderr: '' };
    assert.deepEqual(
      outcomes,
      outcomes.map(() => fine),
    );
    assert.equal(profile.read().profiles.length, PROCESSES);
    const { 'src/many.mjs': main, ...modules } = profile.coverage();
    assert.equal(main?.s['3'], MODULES * PROCESSES);
    assert.equal(Object.keys(modules).length, MODULES);
    for (const [file, { f, b }] of Object.entries(modules)) {
      assert.deepEqual(f, { 0: PROCESSES }, file);
      const isAbove = 30 > Number(file.match(/\d+/)?.[0]);
      assert.deepEqual(b, { 0: isAbove ? [PROCESSES, 0] : [0, PROCESSES] }, file);
    }
    const contents = Object.values(packs());
    for (let index = 0; index < MODULES; index++)
      assert.ok(contents.some((text) => text.includes(`? n : ${index};`)));
    assert.deepEqual(
      readdirSync(project.path(CACHE)).filter((name) => name.includes('tmp.')),
      [],
    );
  });

  it('lets the second run read what the first has written', async () => {
    assert.deepEqual(await counts('src/once.js'), { once: 1 });
    const [name = ''] = Object.keys(packs());
    const { ino } = statSync(project.path(`${CACHE}/${name}`));
    assert.deepEqual(await counts('src/once.js', withoutParser()), { once: 1 });
    assert.equal(statSync(project.path(`${CACHE}/${name}`)).ino, ino);
  });

  it('instruments changed code again, and finds code that was changed back', async () => {
    assert.deepEqual(await counts('src/once.js'), { once: 1 });
    const source = readFileSync(project.path('src/once.js'), 'utf8');
    writeFileSync(project.path('src/once.js'), 'twice(); twice(); function twice() {}');
    assert.deepEqual(await counts('src/once.js'), { twice: 2 });
    writeFileSync(project.path('src/once.js'), source);
    assert.deepEqual(await counts('src/once.js', withoutParser()), { once: 1 });
  });

  it('has other entries for other rules', async () => {
    await counts('src/once.js');
    const written = Object.keys(packs());
    const { env, ...profile } = measuring();
    const run = JSON.parse(env.COVERMAIN_RUN ?? '');
    const changed = { ...run, instrument: { ...run.instrument, ignoreClassMethods: ['method'] } };
    await counts('src/once.js', { ...profile, env: { ...env, COVERMAIN_RUN: JSON.stringify(changed) } });
    const added = Object.entries(packs()).filter(([name]) => !written.includes(name));
    assert.match(added.map(([, content]) => content).join(), /once\(\)/);
  });

  it('replaces damaged files', async () => {
    await counts('src/once.js');
    const names = readdirSync(project.path(CACHE));
    const damages: readonly [title: string, damage: (path: string) => void][] = [
      ['empty', (path) => truncateSync(path)],
      ['truncated', (path) => truncateSync(path, 30)],
      ['zeros', (path) => writeFileSync(path, Buffer.alloc(readFileSync(path).length))],
      ['missing', (path) => rmSync(path)],
    ];
    for (const [title, damage] of damages) {
      for (const name of names) damage(project.path(`${CACHE}/${name}`));
      assert.deepEqual(await counts('src/once.js'), { once: 1 }, title);
      assert.match(Object.values(packs()).join(), /once\(\)/, title);
      assert.deepEqual(await counts('src/once.js', withoutParser()), { once: 1 }, title);
    }
  });

  it('shares no damage with profiles', async () => {
    const profile = measuring();
    await counts('src/once.js', profile);
    const directory = JSON.parse(profile.env.COVERMAIN_RUN ?? '').directory;
    const profiled = readdirSync(directory).filter((name) => name.startsWith('covmeta.'));
    assert.equal(profiled.length, 1);
    for (const name of readdirSync(project.path(CACHE))) truncateSync(project.path(`${CACHE}/${name}`));
    assert.deepEqual(profile.functions('src/once.js'), { once: 1 });
    await counts('src/once.js');
    for (const name of profiled) truncateSync(join(directory, name));
    assert.deepEqual(await counts('src/once.js'), { once: 1 });
  });

  it('costs only time if a file has the path of its directory', async () => {
    writeFileSync(project.path(CACHE), '');
    assert.deepEqual(await counts('src/once.js'), { once: 1 });
    assert.deepEqual(await counts('src/many.mjs'), {});
  });

  it('is neither read nor written with COVER_CACHE=off', async () => {
    assert.deepEqual(await counts('src/once.js', uncached()), { once: 1 });
    assert.equal(existsSync(project.path(CACHE)), false);
  });
});
