/** The reporter `covermain` writes what Istanbul counts, and nothing from data that a page could run. */
import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { drawIstanbulReport, type IstanbulReportOptions } from '../../../../src/report/istanbul-report.js';
import type { ReportData, ReportFileData } from '../../../../src/view/report-data.js';
import { type ExecutedProject, makeExecutedProject } from '../../../support/executed-scripts.js';
import { HOSTILE_NAMES, hostileCoverage, hostileSources } from '../../../support/hostile-coverage.js';

const SOURCES = {
  'src/main.js': 'function f(a) {\n  if (a) return 1;\n  return a ? 2 : 3;\n}\nf(1); f(1);\n',
  'src/lib/empty.js': '// nothing\n',
  'src/lib/never.js': 'function g(x = 1) {\n  return x || 2;\n}\n',
};

type Metrics = Readonly<Record<string, { readonly total: number; readonly covered: number }>>;

describe('the reporter covermain', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject(SOURCES);
  });

  afterEach(() => project.remove());

  const draw = (changes: Partial<IstanbulReportOptions> = {}, map = project.map) =>
    drawIstanbulReport(map, {
      reporters: ['covermain'],
      root: project.root,
      projectRoot: project.root,
      directory: project.path('coverage'),
      watermarks: {},
      skipEmpty: false,
      skipFull: false,
      maxCols: 100,
      sourceFinder: (path) => readFileSync(path, 'utf8'),
      ...changes,
    });

  /** Runs all data files, and returns the data by name. */
  function readData(): ReadonlyMap<string, unknown> {
    const received = new Map<string, unknown>();
    const receiver = { add: (name: string, json: string) => received.set(name, JSON.parse(json)) };
    for (const file of readdirSync(project.path('coverage/covermain/data')))
      runInNewContext(readFileSync(project.path(`coverage/covermain/data/${file}`), 'utf8'), {
        covermainReport: receiver,
      });
    return received;
  }

  it("has the numbers of Istanbul's summary for each file", async () => {
    await draw({ reporters: ['covermain', 'json-summary'] });
    const summary = JSON.parse(
      readFileSync(project.path('coverage/coverage-summary.json'), 'utf8'),
    ) as Readonly<Record<string, Metrics>>;
    const { files } = readData().get('run') as ReportData;
    assert.deepEqual(
      files.map(([path]) => path),
      Object.keys(SOURCES).sort(),
    );
    for (const [path, total, covered] of files)
      for (const [index, metric] of ['statements', 'branches', 'functions', 'lines'].entries()) {
        const expected = summary[project.path(path)]?.[metric];
        assert.deepEqual(
          [total[index], covered[index]],
          [expected?.total, expected?.covered],
          `${path} ${metric}`,
        );
      }
  });

  it('has the text, items and counts of each file', async () => {
    await draw();
    const { source, counts, hasSessions } = readData().get('file-2') as ReportFileData;
    assert.deepEqual([source.path, source.text], ['src/main.js', SOURCES['src/main.js']]);
    assert.deepEqual(counts.slice(0, 5), [2, 2, 0, 1, 1]);
    assert.deepEqual(source.items.statements[0], [2, 2, 2, 18]);
    assert.equal(hasSessions, false);
  });

  it('has the reason why a text is not shown', async () => {
    await draw({
      sourceFinder: (path) => {
        throw new Error(`${path} has changed,\nso its text is not shown.`);
      },
    });
    const { source } = readData().get('file-2') as ReportFileData;
    assert.deepEqual(
      [source.text, source.reason],
      [null, `${project.path('src/main.js')} has changed, so its text is not shown.`],
    );
  });

  it('removes the files of an earlier report with more files', async () => {
    await draw();
    const { [project.path('src/main.js')]: main } = project.map;
    assert.ok(main);
    await draw({}, { [main.path]: main });
    assert.deepEqual(readdirSync(project.path('coverage/covermain/data')), ['file-0.js', 'run.js']);
  });

  it('writes an index.html whose policy forbids scripts in the page', async () => {
    await draw();
    const html = readFileSync(project.path('coverage/covermain/index.html'), 'utf8');
    assert.match(
      html,
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:;/,
    );
    assert.doesNotMatch(html, /<script(?! defer src="\.\/page\.js"><\/script>)|<style| style=| on\w+=/);
    assert.deepEqual(readdirSync(project.path('coverage/covermain')), [
      'LICENSES.txt',
      'data',
      'index.html',
      'page.css',
      'page.js',
    ]);
  });

  it('keeps hostile names and texts in string literals, and out of the names of files', async () => {
    const hostile = makeExecutedProject({}, hostileSources());
    const found = hostileCoverage(hostile.root);
    await draw({}, found as typeof project.map);
    hostile.remove();
    const names = readdirSync(project.path('coverage/covermain/data'));
    assert.deepEqual(
      names.filter((name) => !/^(run|file-\d+)\.js$/.test(name)),
      [],
    );
    for (const name of names) {
      const file = project.path(`coverage/covermain/data/${name}`);
      assert.ok(lstatSync(file).isFile());
      assert.doesNotMatch(readFileSync(file, 'utf8'), /[<\u2028\u2029]|\n./);
    }
    assert.equal((readData().get('run') as ReportData).files.length, HOSTILE_NAMES.length);
  });

  it('names a directory that it cannot write to', async () => {
    project.write('coverage/covermain', 'a file');
    await assert.rejects(draw(), { code: 'OUTPUT_NOT_WRITABLE', message: /^Cannot write the report to / });
  });
});
