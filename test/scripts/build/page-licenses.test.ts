/** Every package in the bundle of the page has its licence in the file that the build writes. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { collectLicenses } from '../../../scripts/build/page-licenses.js';
import { makeScratchProject } from '../../support/project.js';

const ROOT = resolve(import.meta.dirname, '../../..');

describe('the licences of the page', () => {
  it('contain the name, version and text of each package once', () => {
    const text = collectLicenses(ROOT, [
      'src/page/main.tsx',
      'node_modules/preact/dist/preact.mjs',
      'node_modules/preact/hooks/dist/hooks.mjs',
      'node_modules/@lezer/common/dist/index.js',
    ]);
    assert.deepEqual(text.match(/^(@lezer\/common|preact) \d+\.\d+\.\d+ \(MIT\)$/gm)?.length, 2);
    assert.equal(text.match(/Permission is hereby granted/g)?.length, 2);
  });

  it('are refused for a package that has no file with its licence', () => {
    const project = makeScratchProject({
      'node_modules/@a/b/package.json': '{"name":"@a/b","version":"1.0.0"}',
    });
    try {
      assert.throws(
        () => collectLicenses(project.root, ['node_modules/@a/b/index.js']),
        /no file with its licence/,
      );
    } finally {
      project.remove();
    }
  });
});
