/** Where no file is selected, or not those that were meant, the reason is named. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/doctor/check.js';
import { selectionCheck } from '../../../src/doctor/selection.js';
import { findingsOf } from '../../support/doctor.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

describe('the check of the selection', () => {
  let project: Project;

  afterEach(() => project.remove());

  function look(nycrc: object, files: Files): Promise<readonly Finding[]> {
    project = makeProject({ '.nycrc': JSON.stringify(nycrc), ...files });
    return findingsOf(selectionCheck, project);
  }

  it('names what is selected', async () => {
    const findings = await look({ include: ['src/**'] }, { 'src/a.ts': '', 'src/b.mjs': '', 'other.js': '' });
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.state, 'ok');
    assert.match(findings[0].found, /^2 files \(.* of src\/\*\*\): src\/a\.ts, src\/b\.mjs$/);
  });

  it('names some of many', async () => {
    const files = Object.fromEntries([...Array(8).keys()].map((id) => [`src/${id}.ts`, '']));
    const [finding] = await look({ include: ['src/**'] }, files);
    assert.match(finding?.found ?? '', /: src\/0\.ts, .* src\/4\.ts and 3 more$/);
  });

  const NONE: readonly (readonly [why: string, nycrc: object, found: RegExp, remedy: RegExp])[] = [
    [
      'the extension is left out',
      { include: ['src/**'], extension: ['.js'] },
      /extension is \.js, and there are src\/a\.ts$/,
      /^add \.ts to extension/,
    ],
    [
      'all is excluded',
      { include: ['src/**'], exclude: ['other/**', 'src/**'] },
      /all 1 are excluded, such as src\/a\.ts$/,
      /^change exclude: src\/\*\*$/,
    ],
    [
      'nothing is included',
      { include: ['source/**'] },
      /include is source\/\*\*, and there are src\/a\.ts$/,
      /^change include/,
    ],
    [
      'nothing is included, and the extension is left out',
      { include: ['source/**'], extension: ['.js'] },
      /include is source\/\*\*, and there are src\/a\.ts/,
      /^change include/,
    ],
  ];

  for (const [why, nycrc, found, remedy] of NONE) {
    it(`says where no file is selected that ${why}`, async () => {
      const [finding, ...others] = await look(nycrc, { 'src/a.ts': '' });
      assert.equal(finding?.state, 'problem');
      assert.match(finding.found, found);
      assert.match(finding.remedy ?? '', remedy);
      assert.deepEqual(others, []);
    });
  }

  it('says that there is no code', async () => {
    const [finding] = await look({}, { 'test-manual/main.ts': '', 'readme.md': '' });
    assert.equal(finding?.state, 'problem');
    assert.match(finding.found, /holds no JavaScript or TypeScript$/);
  });

  it('names patterns that select nothing, and files of other extensions', async () => {
    const nycrc = { include: ['src/**', 'lib/**', '!src/x.js'], extension: ['.js'] };
    const findings = await look(nycrc, { 'src/a.js': '', 'src/b.mts': '', 'src/c.d.ts': '' });
    assert.deepEqual(
      findings.map(({ state }) => state),
      ['warning', 'warning', 'ok'],
    );
    assert.match(findings[0]?.found ?? '', /^include has lib\/\*\*, which selects no file$/);
    assert.match(findings[1]?.found ?? '', /^1 file left out by extension: src\/b\.mts$/);
    assert.match(findings[1]?.remedy ?? '', /^add \.mts to extension/);
  });
});
