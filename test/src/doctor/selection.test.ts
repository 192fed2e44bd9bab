/** The check explains why no file is selected, or fewer than the user expects. */
import assert from 'node:assert/strict';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { type SelectionFinding, selectionCheck } from '../../../src/doctor/selection.js';
import { findingsOf } from '../../support/doctor.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

describe('the selection check', () => {
  let project: Project;

  afterEach(() => project.remove());

  function examine(nycrc: object, files: Files): Promise<readonly SelectionFinding[]> {
    project = makeProject({ '.nycrc': JSON.stringify(nycrc), ...files });
    return findingsOf(selectionCheck, project);
  }

  it('lists the selected files', async () => {
    const nycrc = { include: ['src/**'], extension: ['.ts', '.mjs'] };
    assert.deepEqual(await examine(nycrc, { 'src/a.ts': '', 'src/b.mjs': '', 'other.js': '' }), [
      {
        kind: 'files-selected',
        files: ['src/a.ts', 'src/b.mjs'],
        extensions: ['.ts', '.mjs'],
        include: ['src/**'],
      },
    ]);
  });

  it('formats some of many selected files', () => {
    const files = [...Array(8).keys()].map((id) => `src/${id}.ts`);
    const finding = { kind: 'files-selected', files, extensions: ['.ts'], include: ['src/**'] } as const;
    assert.deepEqual(describeFinding(finding), {
      state: 'ok',
      found: '8 files (.ts in src/**): src/0.ts, src/1.ts, src/2.ts, src/3.ts, src/4.ts and 3 more.',
      remedy: null,
    });
  });

  const EMPTY: readonly (readonly [
    reason: string,
    nycrc: object,
    find: (root: string) => SelectionFinding,
    remedy: RegExp,
  ])[] = [
    [
      'the extension is not configured',
      { include: ['src/**'], extension: ['.js'] },
      () => ({ kind: 'extensions-select-nothing', extensions: ['.js'], files: ['src/a.ts'] }),
      /^Add \.ts to "extension"/,
    ],
    [
      'all files are excluded',
      { include: ['src/**'], exclude: ['other/**', 'src/**'] },
      () => ({ kind: 'all-files-excluded', files: ['src/a.ts'], patterns: ['src/**'] }),
      /^Change "exclude": src\/\*\*$/,
    ],
    [
      'no file is included',
      { include: ['source/**'] },
      (root) => ({ kind: 'include-selects-nothing', include: ['source/**'], files: ['src/a.ts'], root }),
      /^Change "include"/,
    ],
    [
      'no file is included and the extension is not configured',
      { include: ['source/**'], extension: ['.js'] },
      (root) => ({ kind: 'include-selects-nothing', include: ['source/**'], files: ['src/a.ts'], root }),
      /^Change "include"/,
    ],
  ];

  for (const [reason, nycrc, find, remedy] of EMPTY) {
    it(`reports a problem if ${reason}`, async () => {
      const findings = await examine(nycrc, { 'src/a.ts': '' });
      const expected = find(project.root);
      assert.deepEqual(findings, [expected]);
      const { state, found, remedy: advice } = describeFinding(expected);
      assert.equal(state, 'problem');
      assert.match(found, /^No file is selected: .*src\/a\.ts\.$/);
      assert.match(advice ?? '', remedy);
    });
  }

  it('reports a project without code', async () => {
    const findings = await examine({}, { 'test-manual/main.ts': '', 'readme.md': '' });
    assert.deepEqual(findings, [{ kind: 'source-files-absent', root: project.root }]);
  });

  it('reports patterns that select nothing, and files with other extensions', async () => {
    const nycrc = { include: ['src/**', 'lib/**', '!src/x.js'], extension: ['.js'] };
    const [unused, other, selected] = await examine(nycrc, {
      'src/a.js': '',
      'src/b.mts': '',
      'src/c.d.ts': '',
    });
    assert.deepEqual(unused, { kind: 'include-pattern-unused', pattern: 'lib/**', root: project.root });
    assert.deepEqual(other, { kind: 'extension-not-selected', files: ['src/b.mts'] });
    assert.equal(selected?.kind, 'files-selected');
    assert.deepEqual(describeFinding(other), {
      state: 'warning',
      found: '"extension" leaves out 1 file: src/b.mts.',
      remedy: 'Add .mts to "extension", or remove that key.',
    });
  });
});
