/** The check names compiled code that cannot be counted on its sources, and the defect of its source map. */
import assert from 'node:assert/strict';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { type SourceMapsFinding, sourceMapsCheck } from '../../../src/doctor/source-maps.js';
import { findingsOf } from '../../support/doctor.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

/** Code with a comment that names a map. The comment is split, so that tools do not find it in this file. */
const withMap = (url: string) => `exports.a = 1;\n//# ${'sourceMappingURL'}=${url}\n`;

const mapOf = (source: string, more: object = {}) =>
  JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA', ...more });

describe('the source-maps check', () => {
  let project: Project;

  afterEach(() => project.remove());

  function examine(files: Files): Promise<readonly SourceMapsFinding[]> {
    project = makeProject({ 'src/a.ts': 'export const a = 1;', ...files });
    return findingsOf(sourceMapsCheck, project);
  }

  const ABSENT = { kind: 'compiled-files-absent' } as const;
  const COMPLETE = { kind: 'source-maps-complete', count: 1 } as const;

  const ACCEPTED: readonly (readonly [title: string, files: Files, finding: SourceMapsFinding])[] = [
    ['a project without compiled code', {}, ABSENT],
    [
      'a map next to the code',
      { 'dist/a.js': withMap('a.js.map'), 'dist/a.js.map': mapOf('../src/a.ts') },
      COMPLETE,
    ],
    [
      'a map that embeds a source that does not exist',
      {
        'dist/a.js': withMap('a.js.map'),
        'dist/a.js.map': mapOf('../gone/a.ts', { sourcesContent: ['export const a = 1;'] }),
      },
      COMPLETE,
    ],
    ['JavaScript that is not compiled', { 'src/own.js': 'exports.a = 1;' }, COMPLETE],
    [
      'code that mentions a map in a string',
      { 'src/own.js': `exports.a = "//# ${'sourceMappingURL'}=x.map";` },
      COMPLETE,
    ],
    ['JavaScript of another name that is not selected', { 'dist/b.js': 'exports.b = 1;' }, ABSENT],
  ];

  for (const [title, files, finding] of ACCEPTED) {
    it(`accepts ${title}`, async () => {
      assert.deepEqual(await examine(files), [finding]);
    });
  }

  const map = 'a.js.map';
  const executed = false;

  const DEFECTIVE: readonly (readonly [title: string, files: Files, finding: SourceMapsFinding])[] = [
    [
      'code without a map in another directory than the TypeScript',
      { 'dist/a.js': 'exports.a = 1;' },
      { kind: 'map-absent', files: ['dist/a.js'], executed },
    ],
    [
      'code without a map at the same path below another directory',
      { 'dist/src/a.js': 'exports.a = 1;' },
      { kind: 'map-absent', files: ['dist/src/a.js'], executed },
    ],
    [
      'code without a map next to the TypeScript',
      { 'src/a.js': 'exports.a = 1;' },
      { kind: 'map-absent', files: ['src/a.js'], executed },
    ],
    [
      'several files with the same defect together',
      { 'src/a.js': 'exports.a = 1;', 'dist/a.js': 'exports.a = 1;' },
      { kind: 'map-absent', files: ['dist/a.js', 'src/a.js'], executed },
    ],
    [
      'a map that does not exist',
      { 'dist/a.js': withMap(map) },
      { kind: 'map-missing', map, files: ['dist/a.js'], executed },
    ],
    [
      'a map that is not JSON',
      { 'dist/a.js': withMap(map), 'dist/a.js.map': 'no JSON' },
      { kind: 'map-invalid', map, files: ['dist/a.js'], executed },
    ],
    [
      'a map whose source does not exist',
      { 'dist/a.js': withMap(map), 'dist/a.js.map': mapOf('../gone/a.ts') },
      { kind: 'map-source-missing', map, source: 'gone/a.ts', files: ['dist/a.js'], executed },
    ],
  ];

  for (const [title, files, finding] of DEFECTIVE) {
    it(`reports ${title}`, async () => {
      assert.deepEqual(await examine(files), [finding]);
    });
  }

  it('formats a missing map as a warning', () => {
    assert.deepEqual(describeFinding({ kind: 'map-missing', map, files: ['dist/a.js'], executed }), {
      state: 'warning',
      found: 'dist/a.js: its source map a.js.map does not exist.',
      remedy:
        'Compile with source maps ("sourceMap": true in tsconfig.json), and keep them next to the code.',
    });
  });

  it('formats a defect of executed code as a problem', () => {
    const finding = { kind: 'map-invalid', map: null, files: ['dist/a.js'], executed: true } as const;
    const { state, found } = describeFinding(finding);
    assert.equal(state, 'problem');
    assert.equal(found, 'dist/a.js: its inline source map is not valid JSON. This code was executed.');
  });
});
