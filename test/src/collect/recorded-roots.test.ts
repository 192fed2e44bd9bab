/** Finding files that were measured below another root. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { type ReadOptions, readCoverage } from '../../../src/collect/read-coverage.js';
import { describeRelocatedFiles, relocatePath } from '../../../src/collect/recorded-roots.js';
import {
  coverageOfExecuted,
  type ExecutedProject,
  makeExecutedProject,
} from '../../support/executed-scripts.js';

const SOURCES = { 'src/a.js': 'let a = 1;\na;\n', 'src/lib/b.js': 'let b = 2;\n' };

describe('relocatePath', () => {
  const CASES: readonly [path: string, recorded: readonly string[], expected: string][] = [
    ['/app/src/a.js', ['/app'], '/here/src/a.js'],
    ['/app/src/a.js', ['/other', '/app'], '/here/src/a.js'],
    ['/app/src/a.js', ['/'], '/here/app/src/a.js'],
    ['/app/src/a.js', [], '/app/src/a.js'],
    ['/apple/a.js', ['/app'], '/apple/a.js'],
    ['/app/..a.js', ['/app'], '/here/..a.js'],
    ['/here/src/a.js', ['/'], '/here/src/a.js'],
    ['src/a.js', ['/app'], '/here/src/a.js'],
    ['/app/packages/a/b.js', ['/app/packages/a', '/app'], '/here/b.js'],
  ];

  for (const [path, recorded, expected] of CASES) {
    it(`maps ${path} to ${expected} with the recorded root ${recorded.join(' or ') || 'unset'}`, () => {
      const roots = {
        root: resolve('/here'),
        recordedRoots: recorded.map((directory) => resolve(directory)),
      };
      assert.equal(relocatePath(path, roots), resolve(expected));
    });
  }
});

describe('coverage recorded under another root', () => {
  let project: ExecutedProject;
  let logged: string[];

  beforeEach(() => {
    project = makeExecutedProject(SOURCES);
    logged = [];
  });

  afterEach(() => project.remove());

  const readMap = async (inputs: readonly string[], more: Partial<ReadOptions> = {}) => {
    const options = {
      inputs,
      projectRoot: project.root,
      root: project.root,
      cwd: project.root,
      environment: {},
      logLine: (line: string) => logged.push(line),
    };
    return (await readCoverage({ ...options, ...more })).map;
  };

  const writeFrom = (root: string, file: string): string => {
    project.write(file, JSON.stringify(coverageOfExecuted(root, SOURCES)));
    return file;
  };

  it('is added to local coverage with several recorded roots', async () => {
    const inputs = [
      writeFrom('/app', 'app.json'),
      writeFrom('/home/ci/build', 'ci.json'),
      'coverage-final.json',
    ];
    const map = await readMap(inputs, { recordedRoot: ['/app/', '/home/ci/build//'] });
    assert.deepEqual(Object.keys(map), [project.path('src/a.js'), project.path('src/lib/b.js')]);
    assert.deepEqual(map[project.path('src/a.js')]?.s, { 0: 3, 1: 3 });
    assert.deepEqual(logged, []);
  });

  it('keeps its paths without a recorded root, and the log names the one to use', async () => {
    const map = await readMap([writeFrom('/app', 'app.json')]);
    assert.deepEqual(Object.keys(map), ['/app/src/a.js', '/app/src/lib/b.js']);
    assert.deepEqual(logged, [
      'Measured elsewhere and not found here: /app/src/a.js, /app/src/lib/b.js. ' +
        `Use --recorded-root /app to look for them in ${project.root}.`,
    ]);
  });

  it('is logged without a root to use if no file exists here', async () => {
    project.write('app.json', JSON.stringify(coverageOfExecuted('/app', { 'gone.js': 'let a;' })));
    await readMap(['app.json']);
    assert.deepEqual(logged, [
      'Measured elsewhere and not found here: /app/gone.js. ' +
        `If ${project.root} had another path there, name that path with --recorded-root.`,
    ]);
  });

  it('is not logged for existing files outside the root', async () => {
    const map = await readMap([writeFrom(project.root, 'here.json')], { root: project.path('src/lib') });
    assert.deepEqual(Object.keys(map), [project.path('src/a.js'), project.path('src/lib/b.js')]);
    assert.deepEqual(logged, []);
  });

  it('is logged with three of many files', () => {
    const metas = Array.from({ length: 5 }, (_, index) => ({ path: `../elsewhere/${index}.js` }));
    const note = describeRelocatedFiles([...metas, { path: 'gone.js' }], resolve('/here'));
    assert.match(note ?? '', /: \S+0\.js, \S+1\.js, \S+2\.js and 2 more\. If /);
  });
});
