/** Stack traces of measured programs have the same file, line and column positions as without covermain. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import typescript from 'typescript-js';
import { compileByTsc } from '../../support/compilers.js';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../../support/measured-programs.js';
import { killLeftPrograms } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Program that throws errors from many kinds of code and prints their stacks. The last error is uncaught. */
const ERRORS = `
function print(act) { try { act(); } catch (error) { console.log(error.stack); } }
function fail(what = 'failed') { if (what) { throw new Error(what); } }
const arrow = (value) => value ? fail(\`arrow \${value}\`) : null; const after = () => { void 0; arrow('after'); };
class Thing { field = fail('field'); }
class Other {
  constructor() { if (true) fail('constructor'); } get property() { return [1].map((one) => one && fail('callback')); }
  static async method() { await null; return this.missing.property; }
}
Other.prototype.plain = { method(value = fail('default')) { return value; } }.method;
print(fail); print(() => arrow(1)); print(after); print(() => new Thing()); print(() => new Other());
print(() => Other.prototype.property);
print(() => { switch (1) { case 1: for (const one of [1]) { one || 0; null.member; } } });
print(() => Other.prototype.plain());
print(() => { (() => { 'use strict'; undeclared = 1; })(); });
print(() => eval('1;\\nfail("eval")'));
print(() => new Function('fail', 'fail("function")')(fail));
print(() => JSON.parse('{')); print(() => { const own = {}; Error.captureStackTrace(own, print); throw own; });
print(() => { throw new AggregateError([new Error('one')], 'two', { cause: new Error('cause') }); });
Other.method().catch((error) => { console.log(error.stack); setTimeout(last); });
function last() { console.trace('traced'); console.log(require('node:util').inspect(new Error('inspected')));
  Error.stackTraceLimit = 1; print(after); Error.stackTraceLimit = 10; throw new TypeError('uncaught', { cause: 'this' }); }
`;

const TYPED = `interface Named { readonly name: string }

enum Kind { One, Two }

function fail<T extends Named>(named: T): never { if (named.name) throw new Error(\`\${named.name} \${Kind.One}\`); throw 0; }

export class Thing implements Named {
  readonly name: string = 'thing';
  async act(): Promise<void> { await null; (fail as (named: Named) => never)(this); }
}

try { fail({ name: 'caught' }); } catch (error) { console.log((error as Error).stack); }
new Thing().act().catch((error: Error) => { console.log(error.stack); setTimeout(() => { throw error; }); });
`;

describe('stack traces of a measured program have the positions of the unmeasured program', () => {
  let project: Project;
  let cached: () => Measuring;
  let uncached: () => Measuring;

  before(async () => {
    const imports =
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    project = makeProject({
      'package.json': '{}',
      'src/plain.cjs': ERRORS,
      'src/plain.mjs': `${imports}${ERRORS}`,
      'src/spaced name é/plain.cjs': ERRORS,
      'src/typed.ts': TYPED,
      'src/module/package.json': '{"type": "module"}',
      'src/module/typed.ts': TYPED,
    });
    [cached, uncached] = await Promise.all([
      prepareMeasuring(project),
      prepareMeasuring(project, { COVER_CACHE: 'off' }),
    ]);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  /**
   * Returns the output of a program without the stack frames of Node and covermain. The other frames are reduced to their
   * positions, because Node formats names and URLs differently when it reads source maps. Node does not map the position
   * of an `eval` call, so those frames are removed, too.
   */
  async function positionsOf(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { stdout, stderr } = await outcomeOf(startNode(project, args, env));
    return `${stdout}\n${stderr}`
      .replace(
        /^ +at .*(node:|install-hooks\.cjs|preload\.cjs|\/tsx\/|<anonymous>\)$|eval at ).*\n|^\n/gm,
        '',
      )
      .replace(/^( +at ).*?((file:\/\/)?\/.*):(\d+):(\d+)\)?$/gm, (...[, at, path, , line, column]) => {
        const file = path.startsWith('file:') ? fileURLToPath(path) : path;
        return `${at}${file}:${line}:${column}`;
      })
      .replaceAll('file:///', '/');
  }

  async function assertSamePositions(args: readonly string[], unmeasured: Promise<string>): Promise<void> {
    const cold = await positionsOf(args, cached().env);
    const [expected, warm, off] = await Promise.all([
      unmeasured,
      positionsOf(args, cached().env),
      positionsOf(args, uncached().env),
    ]);
    assert.match(expected, /:\d+:\d+\)?$/m);
    assert.deepEqual({ cold, warm, off }, { cold: expected, warm: expected, off: expected });
  }

  for (const file of ['src/plain.cjs', 'src/plain.mjs', 'src/spaced name é/plain.cjs']) {
    it(`in ${file}`, () => assertSamePositions([file], positionsOf([file])));
  }

  for (const file of ['src/typed.ts', 'src/module/typed.ts']) {
    it(`in ${file} run by tsx`, async () => {
      const args = ['--import', TSX, file];
      await assertSamePositions(args, positionsOf(args));
    });
  }

  it('in a worker thread', async () => {
    const text = "new (require('node:worker_threads').Worker)('./src/plain.cjs').on('error', print);";
    writeFileSync(
      project.path('src/worker.cjs'),
      `${text} function print({ stack }) { console.log(stack); }`,
    );
    await assertSamePositions(['src/worker.cjs'], positionsOf(['src/worker.cjs']));
  });

  it('of the original source when compiled code has a source map, as with --enable-source-maps', async () => {
    const options = { module: typescript.ModuleKind.CommonJS, sourceMap: true };
    const main = compileByTsc(project, 'dist', options, ['src/typed.ts']);
    await assertSamePositions([main], positionsOf(['--enable-source-maps', main]));
  });

  it('in module.findSourceMap and util.getCallSites', async () => {
    const text = `const { findSourceMap } = require('node:module');
      function here() { if (true) { return new Error('here').stack; } }
      const { prepareStackTrace } = Error;
      Error.prepareStackTrace = (_, [call]) => [call.getLineNumber(), call.getColumnNumber()];
      const [line, column] = here();
      Error.prepareStackTrace = prepareStackTrace;
      const { fileName, ...origin } = findSourceMap(__filename)?.findOrigin(line, column) ?? { lineNumber: line, columnNumber: column };
      console.log(origin.lineNumber + ':' + origin.columnNumber);
      const { getCallSites } = require('node:util');
      function sites() { if (true) { return getCallSites?.({ sourceMap: true })[0]; } }
      const { lineNumber, column: siteColumn, columnNumber = siteColumn } = sites() ?? {};
      console.log('    at sites:' + (lineNumber ?? 0) + ':' + (columnNumber ?? 0));`;
    writeFileSync(project.path('src/lookups.cjs'), text);
    await assertSamePositions(['src/lookups.cjs'], positionsOf(['src/lookups.cjs']));
  });

  it('in the excerpt of an uncaught error', async () => {
    writeFileSync(
      project.path('src/fatal.cjs'),
      "if (true) { /* first */ } else 0; if (true) throw new Error('fatal');",
    );
    const expected = await positionsOf(['src/fatal.cjs']);
    assert.match(expected, /fatal\.cjs:1\nif \(true\).*\n +\^/);
    await assertSamePositions(['src/fatal.cjs'], positionsOf(['src/fatal.cjs']));
  });

  for (const [title, args, target, traced] of [
    ['that is attached later, by line', [], 'second', 'function first'],
    ['that is attached at the start, for each token', ['--inspect=0'], 'argument', 'argument'],
  ] as const) {
    it(`in a debugger ${title}`, async () => {
      const source =
        'function first() { if (true) { second(argument); } }\nvar argument; function second() {}\n';
      writeFileSync(project.path('src/debugged.cjs'), source);
      const session = `const session = new (require('node:inspector').Session)();
        require('./debugged.cjs');
        session.connect();
        session.on('Debugger.scriptParsed', ({ params: { url, scriptId, sourceMapURL } }) => {
          if (url.endsWith('debugged.cjs')) session.post('Debugger.getScriptSource', { scriptId }, (_, { scriptSource }) =>
            console.log(JSON.stringify({ scriptSource, sourceMapURL })));
        });
        session.post('Debugger.enable');`;
      writeFileSync(project.path('src/session.cjs'), session);
      const { stdout } = await outcomeOf(startNode(project, [...args, 'src/session.cjs'], cached().env));
      const { scriptSource, sourceMapURL } = JSON.parse(stdout);
      const map = new TraceMap(Buffer.from(sourceMapURL.split(',')[1], 'base64').toString());
      const found = originalPositionFor(map, { line: 1, column: scriptSource.indexOf(target) });
      const url = pathToFileURL(project.path('src/debugged.cjs')).href;
      assert.deepEqual(found, { source: url, line: 1, column: source.indexOf(traced), name: null });
    });
  }

  for (const [title, options] of [
    ['source-map-support, in files that were loaded before it, too', ''],
    [
      'source-map-support, which reads the maps of the files that are loaded after it',
      '{ hookRequire: true }',
    ],
  ] as const) {
    it(`traced by ${title}`, async () => {
      const support = createRequire(import.meta.url).resolve('source-map-support');
      const failing = 'function fail() { if (true) { return [1].map(() => new Error(1).stack); } }';
      writeFileSync(project.path('src/failing.cjs'), `${failing}\nconsole.log(fail()[0]);`);
      const install = `require(${JSON.stringify(support)}).install(${options});`;
      const early = options === '' ? 'if (true) console.log(new Error(2).stack);' : '';
      writeFileSync(project.path('src/supported.cjs'), `${install}\n${early}\nrequire('./failing.cjs');`);
      await assertSamePositions(['src/supported.cjs'], positionsOf(['src/supported.cjs']));
    });
  }

  it('when source maps are disabled', async () => {
    const text = `process.setSourceMapsEnabled(false);
      function fail() { if (true) { return [1].map(() => new Error(1).stack); } }
      console.log(fail()[0]);`;
    writeFileSync(project.path('src/disabled.cjs'), text);
    await assertSamePositions(['src/disabled.cjs'], positionsOf(['src/disabled.cjs']));
  });

  for (const file of ['src/own.cjs', 'src/own.mjs']) {
    it(`when the program formats stacks with Error.prepareStackTrace, in ${file}`, async () => {
      const text = `function sitesOf(error) { if (error) { return error.stack.filter((site) => /own\\./.test(site.getFileName())); } }
        function format(error, sites) { return sites; }
        const before = Error.prepareStackTrace;
        Error.prepareStackTrace = format;
        const sites = [1].map(() => sitesOf(new Error('own')))[0];
        class Other extends Error {}
        Other.prepareStackTrace = () => 'other';
        console.log(Error.prepareStackTrace === format, Object.keys(Error), Object.keys(sites[0]));
        Error.prepareStackTrace = before;
        console.log(Error.prepareStackTrace === before);
        for (const site of sites) console.log('    at ' + String(site) + ' ' + site.getColumnNumber());
        if (true) console.log(new Other('formatted by Node').stack);`;
      writeFileSync(project.path(file), text);
      await assertSamePositions([file], positionsOf([file]));
    });
  }
});
