/** The file of `covermain watch --lcov` is kept current, and no other file is replaced. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLcovFile, requireLcovFile } from '../../../src/commands/lcov-file.js';
import { CovermainError } from '../../../src/platform/errors.js';

describe('an lcov file', () => {
  let directory: string;
  const pathOf = (name: string) => join(directory, name);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const write = (name: string, text: string) => {
    writeFileSync(pathOf(name), text);
    return pathOf(name);
  };

  it('may be new, empty, or contain lcov', () => {
    requireLcovFile(pathOf('new.info'));
    assert.equal(existsSync(pathOf('new.info')), false);
    requireLcovFile(write('empty.info', ''));
    requireLcovFile(write('old.info', 'TN:\nSF:src/a.ts\nend_of_record\n'));
    requireLcovFile(write('other.info', '\nSF:src/a.ts\n'));
    requireLcovFile(pathOf('new/directory/lcov.info'));
    assert.ok(existsSync(pathOf('new/directory')));
  });

  it('is refused if it is of another kind', () => {
    mkdirSync(pathOf('directory'));
    symlinkSync(write('source.ts', 'TNT: 1;\n'), pathOf('link.info'));
    for (const path of [pathOf('directory'), pathOf('source.ts'), pathOf('link.info'), '/dev/null'])
      assert.throws(
        () => requireLcovFile(path),
        (error) => error instanceof CovermainError && error.code === 'OUTPUT_EXISTS',
        path,
      );
  });

  it('is refused if its directory is a file', () => {
    const path = join(write('file', 'x'), 'lcov.info');
    assert.throws(
      () => requireLcovFile(path),
      (error) => error instanceof CovermainError && error.code === 'OUTPUT_NOT_WRITABLE',
    );
  });

  it('is written again after a failure, which is logged once', () => {
    const logged: string[] = [];
    const path = pathOf('coverage/lcov.info');
    const file = openLcovFile(path, (line) => logged.push(line));
    const obstacle = write('coverage', 'a file in place of the directory');
    file.write('one');
    file.write('two');
    file.retry();
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /lcov\.info.* The command tries again until it can\.$/);
    rmSync(obstacle);
    file.retry();
    assert.equal(readFileSync(path, 'utf8'), 'two');
    rmSync(pathOf('coverage'), { recursive: true });
    file.retry();
    assert.equal(existsSync(path), false);
    file.write('three');
    assert.equal(readFileSync(path, 'utf8'), 'three');
  });
});
