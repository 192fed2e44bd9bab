/** Injecting into the source files of the installed packages, and removing the injected code again. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { decodeSource } from '../../../src/inject/editable-file.js';
import { removeInjectedCode } from '../../../src/inject/inject.js';
import { CovermainError } from '../../../src/platform/errors.js';
import { inject, snippetOf } from '../../support/injection.js';
import { REPOSITORY } from '../../support/project.js';

const NODE_MODULES = join(REPOSITORY, 'node_modules');
const MAX_BYTES = 30_000;

/** Maximum number of files that a directory contributes, so that many packages are in the sample. */
const FILES_OF_DIRECTORY = 3;
const FILES = 450;

/** Returns paths of source files of many packages. */
function sampleFiles(): readonly string[] {
  const counts = new Map<string, number>();
  return readdirSync(NODE_MODULES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.[cm]?[jt]sx?$/.test(entry.name))
    .filter(({ parentPath }) => {
      const count = (counts.get(parentPath) ?? 0) + 1;
      counts.set(parentPath, count);
      return count <= FILES_OF_DIRECTORY;
    })
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .filter((_, index, all) => index % Math.max(1, Math.floor(all.length / FILES)) === 0);
}

interface Sample {
  readonly path: string;
  readonly text: string;
}

const SNIPPET = snippetOf("const now = `a\n  b`;\nwatch('now', now);\n");

describe('the source files of the installed packages', function () {
  this.timeout(120_000);
  let samples: readonly Sample[];

  before(() => {
    samples = sampleFiles().flatMap((path) => {
      const bytes = readFileSync(path);
      const text = decodeSource(bytes);
      return text === undefined || bytes.length > MAX_BYTES ? [] : [{ path, text }];
    });
    assert.ok(samples.length > 300, `only ${samples.length} files`);
  });

  /** Calls a function for each sample that can be parsed. */
  function forParsed(check: (sample: Sample) => boolean): number {
    let checked = 0;
    for (const sample of samples) {
      try {
        if (check(sample)) checked++;
      } catch (error) {
        const isExpected = error instanceof CovermainError && error.code === 'SOURCE_NOT_PARSED';
        if (!isExpected) throw new Error(relative(NODE_MODULES, sample.path), { cause: error });
      }
    }
    return checked;
  }

  function assertRoundTrip({ path, text }: Sample, injected: string, again: string): void {
    assert.notEqual(injected, text, path);
    assert.equal(removeInjectedCode(injected, path), text, path);
    assert.equal(again, injected, path);
  }

  it('are the same after an import was injected and removed', () => {
    const checked = forParsed((sample) => {
      const { path, text } = sample;
      const injected = inject(text, path);
      assertRoundTrip(sample, injected, inject(injected, path));
      const marked = /^.*covermain inject.*(?:\r\n|[\n\r]|$)/gm;
      const isLine = injected.includes(' // covermain inject');
      if (isLine) assert.equal(injected.replace(marked, '').trimEnd(), text.trimEnd(), path);
      return true;
    });
    assert.ok(checked > 300, `only ${checked} files`);
  });

  it('are the same after a snippet was injected into a function and removed', () => {
    const checked = forParsed((sample) => {
      const { path, text } = sample;
      const [, functionName] = /^(?:export )?(?:default )?(?:async )?function (\w+)/m.exec(text) ?? [];
      if (functionName === undefined) return false;
      try {
        const injected = inject(text, path, { snippet: SNIPPET, functionName });
        assertRoundTrip(sample, injected, inject(injected, path, { snippet: SNIPPET, functionName }));
        return true;
      } catch (error) {
        // The name stands in a comment, or for several functions.
        if (error instanceof CovermainError && error.code === 'FUNCTION_NOT_FOUND') return false;
        throw error;
      }
    });
    assert.ok(checked > 50, `only ${checked} files`);
  });
});
