/** Modules that are compiled from V8's code cache behave as in plain Node, and are counted as before. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../../support/measured-programs.js';
import { killLeftPrograms } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

const CACHE = 'node_modules/.cache/covermain';

/** Modules that print what they observe. Each is required by a program of its own. */
const MODULES: Readonly<Record<string, string>> = {
  'scope.js': `'use strict';
    console.log(this === exports, exports === module.exports, arguments.length, new.target, typeof await_());
    console.log(arguments[0] === exports, arguments[1] === require, arguments[2] === module, arguments[3], arguments[4]);
    console.log(__filename, __dirname, module.id, module.filename, module.loaded, module.parent.id, module.paths[0]);
    console.log(require.main.filename, require.main === process.mainModule, require.cache[__filename] === module);
    function await_() { return (() => this)(); }
    const other = require('./other.js');
    console.log(module.children.map((child) => child.id), other.f(1), Object.keys(require), require.resolve('./other.js'));
    setTimeout(() => console.log(module.loaded, require('./scope.js') === exports));
    exports.own = 1;
    if (other) return;
    console.log('never');`,
  'sloppy.js': `console.log(arguments.callee.name, String(arguments.callee).split('\\n')[0], arguments.callee.length);
    undeclared = 1; with ({ inner: 2 }) console.log(inner + undeclared); var await = 1; console.log(await, 010);
    console.log((function () { return this === globalThis; })(), typeof exports, delete globalThis.undeclared);
    <!-- a comment of HTML
--> another one
    module.exports = class Exported { static name_ = new.target; };`,
  'circular.js': `exports.first = 1; const back = require('./circular-back.js'); exports.second = back.seen;
    console.log(exports, back);`,
  'circular-back.js': `exports.seen = Object.keys(require('./circular.js'));`,
  'failing.js': `for (let time = 0; time < 2; time++) {
      try { require('./throws.js'); } catch (error) { console.log(error.message, error.stack.split('\\n')[1], __filename in require.cache); }
    }
`,
  'throws.js': `const count = (globalThis.count ?? 0) + 1; globalThis.count = count;
  function deep() { throw new RangeError('thrown ' + count); } deep();`,
  'imports.js': `const load = [(path) => import(path), eval('(path) => im' + 'port(path)'), new Function('path', 'return im' + 'port(path)')];
    (async () => {
      for (const one of load) console.log((await one('./module.mjs')).default);
      await load[1]('./missing.mjs').catch((error) => console.log(error.code, error.message));
    })();`,
  'source-phase.js': `import.source('./missing.wasm').catch((error) => console.log(error.code));`,
  'memory.js': `const { _extensions: loaders } = require('module'); const load = loaders['.js'];
    const text = 'exports.own = require("fs").readFileSync(__filename, "utf8"); exports.back = require("./returns.js");';
    loaders['.js'] = (module, file) => file.endsWith('other.js') ? module._compile(text, file) : load(module, file);
    console.log(require('./other.js'));`,
  'frozen.js': `Object.freeze(require('fs')); console.log(require('./other.js').f(1));`,
  'callsites.js': `Error.prepareStackTrace = (_, sites) => sites.slice(0, 2).map((site) => [site.getFileName(), site.getFunctionName(),
      site.getTypeName(), site.getMethodName(), site.isToplevel(), site.isEval(), site.isConstructor(), site.isNative(), site.getLineNumber()]);
    function named() { return new Error().stack; } console.log(named(), new (class Made { constructor() { this.stack = named(); } })().stack);
    console.log(eval('new Error().stack'));`,
  'stacks.js': `function fail() { throw new Error('first line'); } try { fail(); } catch (error) { console.log(error.stack); }
const later = async () => { await null; [1].forEach(() => { fail(); }); };
later().catch((error) => { console.log(error.stack); setImmediate(() => { null.member; }); });`,
  'wrap.js': `const Module = require('module'); const wrap = Module.wrap;
    Module.wrap = (text) => wrap('globalThis.wrapped = (globalThis.wrapped ?? 0) + 1;' + text);
    require('./other.js'); console.log(globalThis.wrapped);`,
  'patched.js': `const Module = require('module'); const { _compile } = Module.prototype;
    Module.prototype._compile = function (text, file, ...rest) {
      const result = _compile.call(this, text + ';exports.appended = 1;', file, ...rest);
      console.log(require('path').basename(file), result); return result;
    };
    console.log(require('./other.js'), require('./returns.js'));`,
  'returns.js': 'module.exports = 3; return 4;',
  'hashbang.js': `console.log(require('./script.js'));`,
  'script.js': '#!/usr/bin/env node\nmodule.exports = new Error().stack.split("\\n")[1];',
  'syntax.js': `require('./broken.js');`,
  'broken.js': 'exports.a = 1;\nlet a; let a;',
  'other.js': 'exports.f = function f(n) { return n > 0 ? n : 0; };',
};

/** A compiled file without anything to count. It prints its position in a stack trace, and whether the parser was loaded. */
const IGNORED = `/* istanbul ignore file */
console.log(/ignored.\\w+:\\d+/.exec(new Error().stack)[0], process.report.getReport().sharedObjects.some((file) => file.includes('oxc')));
//# ${'sourceMappingURL'}=data:application/json;base64,${Buffer.from(
  JSON.stringify({
    version: 3,
    sources: ['ignored.ts'],
    sourcesContent: ['a;\nb;\n'],
    names: [],
    mappings: 'AAAA,CAAC;AACD,CAAC',
  }),
).toString('base64')}
`;

/** The path in a stack trace, which many packages take for that of their caller. */
const MODULES_OF_COPY: Readonly<Record<string, string>> = {
  'src/main.js': `console.log(require('./where.js').where());`,
  'src/where.js': `exports.where = () => /\\((.*):\\d+:\\d+\\)/.exec(new Error().stack)[1];`,
};

/** Whether this version of Node has `import.source()`. */
const hasSourcePhase = Number.parseInt(process.versions.node, 10) >= 24;

describe('a module that is compiled from the code cache', () => {
  let project: Project;
  let measuring: () => Measuring;

  before(async () => {
    const names = Object.keys(MODULES);
    project = makeProject({
      'package.json': '{}',
      ...Object.fromEntries(names.map((name) => [`src/${name}`, MODULES[name] ?? ''])),
      ...Object.fromEntries(names.map((name) => [`src/run-${name}`, `require('./${name}');`])),
      'src/ignored.js': IGNORED,
      'src/run-ignored.js': "require('./ignored.js');",
      'src/module.mjs': `export default 'imported';`,
    });
    measuring = await prepareMeasuring(project);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  const packs = () => readdirSync(project.path(CACHE)).sort();

  /** Runs a program. Node maps stack traces in a measured program, which changes some names in them, but no position. */
  async function outcome(args: readonly string[], env: Readonly<Record<string, string>>) {
    const { code, stdout, stderr } = await outcomeOf(startNode(project, args, env));
    const output = `${stdout}\n---\n${stderr}`
      .replace(/^ +at .*(node:|install-hooks\.cjs|preload\.cjs|<anonymous>\)$|eval at ).*\n|^\n/gm, '')
      .replace(/\(node:\d+\)/g, '(node)')
      .replace(/^( +at ).*?(\/.*:\d+:\d+)\)?$/gm, '$1$2');
    return { code, output };
  }

  const PROGRAMS = [
    'scope.js',
    'sloppy.js',
    'circular.js',
    'failing.js',
    'imports.js',
    ...(hasSourcePhase ? ['source-phase.js'] : []),
    'memory.js',
    'frozen.js',
    'callsites.js',
    'stacks.js',
    'wrap.js',
    'patched.js',
    'hashbang.js',
    'syntax.js',
  ];
  for (const name of PROGRAMS) {
    it(`behaves as in plain Node (${name})`, async () => {
      const args = ['--stack-trace-limit=50', `src/run-${name}`];
      const plain = await outcome(args, {});
      const first = measuring();
      assert.deepEqual(await outcome(args, first.env), plain, 'instrumented');
      const second = measuring();
      assert.deepEqual(await outcome(args, second.env), plain, 'without a code cache');
      const written = packs();
      const third = measuring();
      assert.deepEqual(await outcome(args, third.env), plain, 'with a code cache');
      assert.deepEqual(packs(), written, 'nothing was compiled again');
      assert.deepEqual(third.coverage(), first.coverage());
      assert.deepEqual(second.coverage(), first.coverage());
    });
  }

  it('is compiled again when the options of V8 change', async () => {
    const args = ['src/run-scope.js'];
    const plain = await outcome(args, {});
    for (const options of [[], ['--no-lazy'], [], ['--no-lazy']]) {
      const { env } = measuring();
      assert.deepEqual(await outcome([...options, ...args], env), plain);
    }
  });

  it('shows its own path after the project was copied with its cache', async () => {
    const copy = makeProject({ 'package.json': '{}', ...MODULES_OF_COPY });
    const original = makeProject({ 'package.json': '{}', ...MODULES_OF_COPY });
    try {
      const nextOf = await prepareMeasuring(original);
      for (let run = 0; run < 3; run++) await outcomeOf(startNode(original, ['src/main.js'], nextOf().env));
      cpSync(original.path(CACHE), copy.path(CACHE), { recursive: true });
      const nextOfCopy = await prepareMeasuring(copy);
      for (let run = 0; run < 3; run++) {
        const { stdout } = await outcomeOf(startNode(copy, ['src/main.js'], nextOfCopy().env));
        assert.equal(stdout, `${copy.path('src/where.js')}\n`, `run ${run}`);
      }
    } finally {
      for (const one of [copy, original]) one.remove();
    }
  });

  it('is parsed only once and keeps its own source map if it has nothing to count', async () => {
    const outputs: string[] = [];
    for (let run = 0; run < 3; run++)
      outputs.push((await outcomeOf(startNode(project, ['src/run-ignored.js'], measuring().env))).stdout);
    assert.deepEqual(outputs, ['ignored.ts:2 true\n', 'ignored.ts:2 false\n', 'ignored.ts:2 false\n']);
  });

  it('is compiled once for all programs of node -e', async () => {
    const run = (text: string) => outcomeOf(startNode(project, ['-e', text], measuring().env));
    for (const text of ['1', '2', '3']) await run(`require('./src/other.js'); ${text}`);
    const written = packs();
    await run(`require('./src/other.js'); 'another text'`);
    assert.deepEqual(packs(), written);
  });

  it('is compiled by Node for a debugger and for V8 coverage', async () => {
    const args = ['src/run-circular.js'];
    const { env } = measuring();
    for (let run = 0; run < 2; run++) await outcome(args, env);
    const before = packs();
    const coverage = { ...measuring().env, NODE_V8_COVERAGE: project.path('v8') };
    for (let run = 0; run < 2; run++) await outcome(args, coverage);
    for (let run = 0; run < 2; run++)
      await outcome(['--experimental-test-coverage', ...args], measuring().env);
    assert.deepEqual(packs(), before);
  });
});
