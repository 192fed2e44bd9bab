/** Tests which files are recognized as transpiled, with the loaders that this process has. */
import assert from 'node:assert/strict';
import Module from 'node:module';
import { mayBeTranspiled, noteOwnLoaders } from '../../../src/hooks/transpilers.js';

const loader = Module as unknown as {
  readonly _extensions: Record<string, unknown>;
  readonly prototype: { _compile: unknown };
};

const FILES = ['/app/a.js', '/app/a.cjs', '/app/a.test.js', '/app/none', '/app/.js'];

describe('recognizing transpiled files', () => {
  const { _compile } = loader.prototype;
  const original = { ...loader._extensions };

  beforeEach(noteOwnLoaders);

  afterEach(() => {
    loader.prototype._compile = _compile;
    for (const extension of Object.keys(loader._extensions)) delete loader._extensions[extension];
    Object.assign(loader._extensions, original);
  });

  it('finds none without a transpiler', () => {
    assert.deepEqual(FILES.filter(mayBeTranspiled), []);
  });

  it('finds the files whose loader is replaced, and those without a loader of their own', () => {
    delete loader._extensions['.cjs'];
    loader._extensions['.js'] = () => {};
    assert.deepEqual(FILES.filter(mayBeTranspiled), FILES);
  });

  it('finds the files with an added extension', () => {
    loader._extensions['.test.js'] = () => {};
    assert.deepEqual(FILES.filter(mayBeTranspiled), ['/app/a.test.js']);
  });

  it('finds all files if another function compiles them', () => {
    loader.prototype._compile = () => {};
    assert.deepEqual(FILES.filter(mayBeTranspiled), FILES);
  });
});
