/** Source maps of any form lead to the sources. Code whose map cannot be used is reported as it stands, with a note. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import typescript from 'typescript-js';
import { compileByTsc } from '../support/compilers.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** The start of a comment about a source map. It is split, so that tools do not find it in this file. */
const URL_OF = `sourceMapping${'URL'}=`;

const SOURCE = 'export function f(x: number): number { return x ? 1 : 2; }\nf(1);\n';
/** Statements, functions and arms of `SOURCE` that ran, and their numbers. */
const COUNTS = { statements: '2/2', functions: '1/1', branches: '1/2' };

const NAMES = ['[id]', 'my file', 'naïve', 'a%20b', '100%', "it's", 'C#', '(group)/page'];

/** Compiled code of one line, and as it is counted itself. */
const CODE = 'function f(x) { return x ? 1 : 2; } f(1);';
const TYPES = 'export interface Types { readonly a: number }\n';

/** The map of `CODE` to a source with the same text. */
const mapOf = (source: string, more: object = {}) => ({
  version: 3,
  sources: [source],
  sourcesContent: [CODE],
  names: [],
  // Maps the columns 0, 16, 23, 27, 31 and 36.
  mappings: 'AAAA,gBAAgB,OAAO,IAAI,IAAI,KAAK',
  ...more,
});
const dataUrl = (map: unknown) =>
  `data:application/json;charset=utf-8;base64,${Buffer.from(typeof map === 'string' ? map : JSON.stringify(map)).toString('base64')}`;

function summarize({ s, f, b }: FileCoverageData): typeof COUNTS {
  const ratio = (counts: readonly number[]) =>
    `${counts.filter((count) => count > 0).length}/${counts.length}`;
  return {
    statements: ratio(Object.values(s)),
    functions: ratio(Object.values(f)),
    branches: ratio(Object.values(b).flat()),
  };
}

/** Compiled files whose maps cannot be used, and the predicate of the note about them. */
const UNUSABLE: readonly (readonly [names: readonly string[], reason: string])[] = [
  [['none'], 'does not exist'],
  [['json'], 'is not valid JSON'],
  [['no-sources'], 'names no source file'],
  [['no-mappings'], 'maps no code'],
  [['outside', 'outside-columns'], 'maps to positions that do not exist'],
  [['directory'], 'cannot be read (not a regular file, or too large)'],
  [['version'], 'is not of version 3'],
  [['sections-url'], 'has invalid sections'],
];

/** nyc counts what compilers add, and reports no source without code. */
for (const engine of ['probe', 'nyc'] as const) {
  const withoutCode = engine === 'nyc' ? [] : ['types'];

  describe(`source maps, with the engine ${engine}`, () => {
    let project: Project;
    let output: string;
    const report: Record<string, FileCoverageData> = {};

    const section = (line: number, map: object) => ({ offset: { line, column: 0 }, map });

    before(async () => {
      const comment = (url: string) => `${CODE}\n//# ${URL_OF}${url}\n`;
      project = makeProject({
        'package.json': '{"type": "commonjs"}',
        '.nycrc': JSON.stringify({ include: ['src/**', 'lib/**'], reporter: ['json'] }),
        ...Object.fromEntries(NAMES.map((name) => [`src/${name}.ts`, SOURCE])),
        'src/types.ts': TYPES,
        'src/sections/a.js': CODE,
        'src/sections/[b].js': CODE,
        'lib/sections.js': `${CODE}\n${CODE.replaceAll('f', 'g').replace('gunction', 'function')}\n//# ${URL_OF}${dataUrl(
          {
            version: 3,
            sections: [
              section(0, mapOf('../src/sections/a.js')),
              section(1, mapOf('../src/sections/%5Bb%5D.js')),
            ],
          },
        )}`,
        'src/query.js': CODE,
        'lib/query.js': comment('query.js.map?v=1'),
        'lib/query.js.map': `)]}'\n${JSON.stringify(mapOf('../src/query.js?abc'))}`,
        'src/absolute.js': CODE,
        'src/lookalike.js': `const s = '//# ${URL_OF}nope.js.map';
const t = \`
//# ${URL_OF}data:application/json;base64,bm90IGpzb24=
\`;
function f() { return s + t; }
f();
`,
        'src/unused.js': CODE,
        'lib/none.js': comment('none.js.map'),
        'lib/json.js': comment(dataUrl('not JSON')),
        'lib/no-sources.js': comment(dataUrl({ version: 3, mappings: 'AAAA' })),
        'lib/no-mappings.js': comment(dataUrl(mapOf('../src/no-mappings.js', { mappings: '' }))),
        'lib/outside.js': comment(dataUrl(mapOf('../src/outside.js', { mappings: 'AAyyCyC' }))),
        'lib/outside-columns.js': comment(
          dataUrl(mapOf('../src/outside-columns.js', { mappings: 'AAAgyC' })),
        ),
        'lib/sections-url.js': comment(
          dataUrl({ version: 3, sections: [{ offset: { line: 0, column: 0 }, url: 'none.js.map' }] }),
        ),
        'lib/directory.js': comment('../src'),
        'lib/version.js': comment(dataUrl(mapOf('../src/version.js', { version: 99 }))),
        'src/no-mappings.js': CODE,
      });
      writeFileSync(project.path('lib/absolute.js'), comment('absolute.js.map'));
      const absolute = mapOf(`file://${project.path('src/absolute.js')}`);
      writeFileSync(project.path('lib/absolute.js.map'), JSON.stringify(absolute));
      compileByTsc(
        project,
        'lib',
        { module: typescript.ModuleKind.CommonJS, sourceMap: true },
        [...NAMES, 'types'].map((name) => `src/${name}.ts`),
      );
      const files = [
        ...[...NAMES, 'types', 'sections', 'query', 'absolute', '../src/lookalike'],
        ...UNUSABLE.flatMap(([names]) => names),
      ];
      const requires = files.map((name) => `require(${JSON.stringify(`./lib/${name}.js`)});`);
      writeFileSync(project.path('main.js'), `${requires.join('\n')}\nexports.main = () => {};\n`);
      const env = { COVER_ENGINE: engine, MANUAL_INTEGRATION: '1' };
      const args = engine === 'nyc' ? ['manual', 'main.js'] : ['run', '--', 'node', 'main.js'];
      const program = startCovermain(project, args, { env });
      assert.equal(await program.exitCode, 0, program.output());
      output = program.output();
      const json = readFileSync(project.path('coverage/coverage-final.json'), 'utf8');
      for (const [path, file] of Object.entries(JSON.parse(json) as CoverageMapData))
        report[path.slice(project.root.length + 1)] = file as FileCoverageData;
    });
    after(() => {
      killLeftPrograms();
      project.remove();
    });

    const assertCounts = (file: string, counts: object) => {
      const found = report[file];
      assert.ok(
        found,
        `${file} is not in the report, which has ${Object.keys(report).join(', ')}\n${output}`,
      );
      assert.deepEqual(summarize(found), counts, file);
    };

    const notesIn = (text: string) => text.split('\n').filter((line) => line.includes('the source map of'));

    it('lead to sources whose names are encoded, or contain characters of URLs', () => {
      const counts = engine === 'nyc' ? { ...COUNTS, statements: '3/3' } : COUNTS;
      for (const name of NAMES) assertCounts(`src/${name}.ts`, counts);
    });

    it('lead to sources by sections, with a query and a prefix, and by absolute URLs', () => {
      for (const name of ['sections/a', 'sections/[b]', 'query', 'absolute'])
        assertCounts(`src/${name}.js`, COUNTS);
    });

    it('are not read from strings and templates', () => {
      assertCounts('src/lookalike.js', { statements: '4/4', functions: '1/1', branches: '0/0' });
    });

    if (engine === 'probe') {
      it('that lead to types only are used, although they are empty', () => {
        assertCounts('src/types.ts', { statements: '0/0', functions: '0/0', branches: '0/0' });
      });

      it('that cannot be used are noted again if the code comes from the cache', async () => {
        const again = startCovermain(project, ['run', '--no-report', '--', 'node', 'main.js']);
        assert.equal(await again.exitCode, 0, again.output());
        assert.deepEqual(notesIn(again.output()), notesIn(output));
      });
    }

    it('that cannot be used leave the code as it stands, with one note for each reason', () => {
      for (const [names, reason] of UNUSABLE) {
        for (const name of names) assertCounts(`lib/${name}.js`, COUNTS);
        const files = names.map((name) => `lib/${name}.js`).join(', ');
        const note = `covermain: the source map of ${files} ${reason}, so the compiled code is reported instead of its sources.`;
        assert.ok(output.split('\n').includes(note), `${note}\n${output}`);
      }
    });

    it('lead to no source that was executed and is reported as never loaded', () => {
      const names = UNUSABLE.flatMap(([unusable]) => unusable);
      assert.deepEqual(
        Object.keys(report)
          .filter((file) => !names.some((name) => file === `lib/${name}.js`))
          .sort(),
        [
          ...[...NAMES, ...withoutCode].map((name) => `src/${name}.ts`),
          ...['sections/a', 'sections/[b]', 'query', 'absolute', 'lookalike', 'unused'].map(
            (name) => `src/${name}.js`,
          ),
        ].sort(),
      );
      assertCounts('src/unused.js', { statements: '0/2', functions: '0/1', branches: '0/2' });
    });
  });
}
