/** The lines that `.gitignore` lacks. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { planGitignore } from '../../../../src/init/plan/git-ignore.js';
import { makeScratchProject, type Project } from '../../../support/project.js';

describe('planning .gitignore', () => {
  let project: Project;

  beforeEach(() => {
    project = makeScratchProject({ 'package.json': '{}' });
    execFileSync('git', ['init', '-q'], { cwd: project.root });
  });

  afterEach(() => project.remove());

  /** Returns the new text of the file that is changed. */
  function plan(ignored: readonly string[], root = project.root): string | undefined {
    const directories = root === project.root ? [root] : [root, project.root];
    const change = planGitignore(root, directories, ignored);
    return change?.after && Buffer.from(change.after).toString('utf8');
  }

  function isIgnoredByGit(path: string): boolean {
    mkdirSync(project.path(path), { recursive: true });
    try {
      execFileSync('git', ['check-ignore', '-q', path], { cwd: project.root });
      return true;
    } catch {
      return false;
    }
  }

  const COVERING: readonly string[] = [
    ...[
      'coverage',
      'coverage/',
      '/coverage',
      '/coverage/',
      '**/coverage',
      '**/coverage/',
      'cover*',
      '[cC]overage',
    ],
    ...['*', 'coverag?', 'coverage   ', '!coverage\ncoverage'],
  ];
  const NOT_COVERING: readonly string[] = [
    ...[
      '# coverage',
      'src/coverage',
      'coverage\n!coverage',
      'coverage.txt',
      'my-coverage',
      '[coverage',
      '',
      '/src/*',
    ],
  ];

  for (const text of COVERING) {
    it(`adds nothing to ${JSON.stringify(text)}, as Git ignores coverage`, () => {
      writeFileSync(project.path('.gitignore'), text);
      assert.equal(isIgnoredByGit('coverage'), true);
      assert.equal(plan(['coverage']), undefined);
    });
  }

  for (const text of NOT_COVERING) {
    it(`adds coverage to ${JSON.stringify(text)}, as Git does not ignore it`, () => {
      writeFileSync(project.path('.gitignore'), text);
      assert.equal(isIgnoredByGit('coverage'), false);
      writeFileSync(project.path('.gitignore'), plan(['coverage']) ?? assert.fail());
      assert.equal(isIgnoredByGit('coverage'), true);
    });
  }

  it('creates the file, and keeps CRLF and a last line without an end', () => {
    assert.equal(plan(['coverage']), 'coverage/\n');
    writeFileSync(project.path('.gitignore'), 'a\r\nb');
    assert.equal(plan(['coverage', '.nyc_output']), 'a\r\nb\r\ncoverage/\r\n.nyc_output/\r\n');
  });

  it('adds the lines of a package to the .gitignore of its repository', () => {
    const root = project.path('services/cart');
    for (const [text, added] of [
      ['coverage\n', undefined],
      ['/coverage\n', '/coverage\ncoverage/\n'],
      ['services/*/coverage\n', undefined],
    ] as const) {
      writeFileSync(project.path('.gitignore'), text);
      assert.equal(plan(['coverage'], root), added, text);
      assert.equal(isIgnoredByGit('services/cart/coverage'), added === undefined, text);
    }
    writeFileSync(project.path('.gitignore'), '');
    writeFileSync(project.path('.gitignore'), plan(['reports/nyc'], root) ?? assert.fail());
    assert.equal(isIgnoredByGit('services/cart/reports/nyc'), true);
  });

  it('prefers the .gitignore of the package', () => {
    const own = project.path('services/cart/.gitignore');
    mkdirSync(dirname(own), { recursive: true });
    writeFileSync(own, 'a\n');
    writeFileSync(project.path('.gitignore'), 'b\n');
    assert.equal(plan(['coverage'], dirname(own)), 'a\ncoverage/\n');
  });
});
