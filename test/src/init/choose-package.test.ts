/** Which modules and which packages come first if only scripts with unusual names start something. */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { listApps } from '../../../src/init/choose-entry.js';
import { listAppPackages } from '../../../src/init/choose-package.js';
import { openInitProject } from '../../../src/init/open-project.js';
import { type Files, makeScratchProject, type Project } from '../../support/project.js';

const TIMER = 'setInterval(() => {}, 1000);';
const manifest = (content: object) => JSON.stringify(content);

describe('scripts with unusual names', () => {
  let scratch: Project | undefined;
  afterEach(() => scratch?.remove());

  function open(files: Files) {
    scratch = makeScratchProject(files);
    return openInitProject(scratch.root);
  }
  const entriesOf = (files: Files) =>
    listApps(open(files)).map(({ entry: { origin }, modules: [file] }) => [file, origin.by]);

  it('come after the module that main names', () => {
    const files = {
      'package.json': manifest({ main: 'index.js', scripts: { 'dev:docs': 'node docs/serve.js' } }),
      'index.js': TIMER,
      'docs/serve.js': TIMER,
    };
    assert.deepEqual(entriesOf(files), [
      ['index.js', 'field'],
      ['docs/serve.js', 'script'],
    ]);
  });

  it('come first if main names a library', () => {
    const files = {
      'package.json': manifest({ main: 'index.js', scripts: { 'start:api': 'node api.js' } }),
      'index.js': 'exports.a = 1;',
      'api.js': TIMER,
    };
    assert.deepEqual(entriesOf(files), [['api.js', 'script']]);
  });

  it('tell how the module that main names is started', () => {
    const files = {
      'package.json': manifest({ main: 'b.js', scripts: { 'start:a': 'node a.js', 'start:b': 'node b.js' } }),
      'a.js': TIMER,
      'b.js': TIMER,
    };
    assert.deepEqual(entriesOf(files), [
      ['b.js', 'script'],
      ['a.js', 'script'],
    ]);
  });

  const packagesOf = (files: Files) => {
    const project = open({
      'package.json': manifest({
        workspaces: ['packages/*'],
        scripts: { 'start:proxy': 'node tools/proxy.js' },
      }),
      'tools/proxy.js': TIMER,
      ...files,
    });
    return listAppPackages(project).map(({ root }) => relative(project.root, root));
  };

  it('of a workspace root come after its packages', () => {
    const files = {
      'packages/a/package.json': manifest({ scripts: { start: 'node main.js' } }),
      'packages/a/main.js': TIMER,
    };
    assert.deepEqual(packagesOf(files), ['packages/a']);
  });

  it('of a workspace root are used if no package has an app', () => {
    const files = {
      'packages/a/package.json': manifest({ main: 'index.js' }),
      'packages/a/index.js': 'exports.a = 1;',
    };
    assert.deepEqual(packagesOf(files), ['']);
  });
});
