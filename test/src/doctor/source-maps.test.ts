/** Compiled code that cannot be counted on its sources is named, with what it lacks. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/doctor/check.js';
import { sourceMapsCheck } from '../../../src/doctor/source-maps.js';
import { findingsOf } from '../../support/doctor.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

/** A comment that names a map; in two parts, since whoever looks for such comments would find one here. */
const named = (url: string) => `exports.a = 1;\n//# ${'sourceMappingURL'}=${url}\n`;

const mapOf = (source: string, more: object = {}) =>
  JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA', ...more });

describe('the check of source maps', () => {
  let project: Project;

  afterEach(() => project.remove());

  function look(files: Files): Promise<readonly Finding[]> {
    project = makeProject({ 'src/a.ts': 'export const a = 1;', ...files });
    return findingsOf(sourceMapsCheck, project);
  }

  const WELL: readonly (readonly [what: string, files: Files])[] = [
    ['no compiled code', {}],
    ['a map beside it', { 'dist/a.js': named('a.js.map'), 'dist/a.js.map': mapOf('../src/a.ts') }],
    [
      'a map with the text of a source that is not there',
      {
        'dist/a.js': named('a.js.map'),
        'dist/a.js.map': mapOf('../gone/a.ts', { sourcesContent: ['export const a = 1;'] }),
      },
    ],
    ['JavaScript of its own', { 'src/own.js': 'exports.a = 1;' }],
    ['code that only speaks of maps', { 'src/own.js': `exports.a = "//# ${'sourceMappingURL'}=x.map";` }],
    ['JavaScript elsewhere of another name', { 'dist/b.js': 'exports.b = 1;' }],
  ];

  for (const [what, files] of WELL) {
    it(`is content with ${what}`, async () => {
      const [finding, ...others] = await look(files);
      assert.equal(finding?.state, 'ok', finding?.found);
      assert.deepEqual(others, []);
    });
  }

  const LACKING: readonly (readonly [files: Files, found: RegExp])[] = [
    [
      { 'dist/a.js': 'exports.a = 1;' },
      /^dist\/a\.js: no source map, though there is TypeScript of its name$/,
    ],
    [{ 'dist/src/a.js': 'exports.a = 1;' }, /^dist\/src\/a\.js: no source map/],
    [{ 'src/a.js': 'exports.a = 1;' }, /^src\/a\.js: no source map/],
    [{ 'dist/a.js': named('a.js.map') }, /^dist\/a\.js: its source map a\.js\.map is not there$/],
    [{ 'dist/a.js': named('a.js.map'), 'dist/a.js.map': 'no JSON' }, /^dist\/a\.js: .* is no JSON$/],
    [
      { 'dist/a.js': named('a.js.map'), 'dist/a.js.map': mapOf('../gone/a.ts') },
      /^dist\/a\.js: its source map a\.js\.map names gone\/a\.ts, which is not there, nor is its text/,
    ],
  ];

  for (const [files, found] of LACKING) {
    it(`finds what is lacking of ${Object.keys(files).join(', ')}: ${found.source}`, async () => {
      const [finding, ...others] = await look(files);
      assert.equal(finding?.state, 'warning');
      assert.match(finding.found, found);
      assert.match(finding.remedy ?? '', /^compile with source maps/);
      assert.deepEqual(others, []);
    });
  }
});
