/** Reading nyc's output, including damaged files. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  hasCounts,
  loadedFiles,
  type MeasuredFile,
  type NycOutput,
  readNycOutput,
} from '../../../src/interchange/nyc-output.js';

function fileData(path: string): MeasuredFile {
  return { path, statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} };
}

describe('readNycOutput', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    mkdirSync(join(directory, 'processinfo'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function write(file: string, content: unknown): void {
    writeFileSync(join(directory, file), typeof content === 'string' ? content : JSON.stringify(content));
  }

  it('reads all profiles with their pids, sorted by name', async () => {
    const files = { '/app/a.ts': fileData('/app/a.ts') };
    write('2.json', {});
    write('processinfo/2.json', { pid: 22 });
    write('1.json', files);
    write('processinfo/1.json', { pid: 11, argv: ['node'] });
    write('processinfo/index.json', { processes: {} });
    write('README.md', 'not ours');
    const timeOf = (name: string) => statSync(join(directory, name)).mtimeMs;
    assert.deepEqual(await readNycOutput(directory), {
      profiles: [
        { path: join(directory, '1.json'), pid: 11, time: timeOf('1.json'), files },
        { path: join(directory, '2.json'), pid: 22, time: timeOf('2.json'), files: {} },
      ],
      unreadable: [],
    });
  });

  it('sets the pid 0 for a profile without process information', async () => {
    write('never-loaded.json', { '/app/a.ts': fileData('/app/a.ts') });
    const { profiles } = await readNycOutput(directory);
    assert.deepEqual(
      profiles.map(({ pid }) => pid),
      [0],
    );
  });

  const TORN: readonly [title: string, text: string][] = [
    ['truncated', '{"/app/a.ts": {"path'],
    ['empty', ''],
    ['foreign JSON', 'null'],
    ['foreign JSON of objects', '{"name": "an npm package", "version": "1.0.0"}'],
    ['JSON with an invalid file', '{"/app/a.ts": null}'],
  ];

  for (const [title, text] of TORN) {
    it(`lists a profile that is ${title} and reads the others`, async () => {
      write('torn.json', text);
      write('whole.json', {});
      const { profiles, unreadable } = await readNycOutput(directory);
      assert.deepEqual(
        profiles.map(({ path }) => path),
        [join(directory, 'whole.json')],
      );
      assert.deepEqual(
        unreadable.map(({ path }) => path),
        [join(directory, 'torn.json')],
      );
      assert.match(unreadable[0]?.reason ?? '', /JSON|not Istanbul coverage of files/);
    });
  }

  it('lists a profile with truncated process information', async () => {
    write('1.json', {});
    write('processinfo/1.json', '{"pid": 1');
    const { profiles, unreadable } = await readNycOutput(directory);
    assert.deepEqual(profiles, []);
    assert.equal(unreadable[0]?.path, join(directory, '1.json'));
  });

  it('rejects for a missing directory', async () => {
    await assert.rejects(readNycOutput(join(directory, 'missing')), { code: 'ENOENT' });
  });
});

/** Returns output with one profile per pid and its files. */
function outputOf(...profiles: readonly (readonly [pid: number, ...files: MeasuredFile[]])[]): NycOutput {
  return {
    profiles: profiles.map(([pid, ...files]) => ({
      path: `/data/nyc/${pid}.json`,
      pid,
      files: Object.fromEntries(files.map((file) => [file.path, file])),
    })),
    unreadable: [],
  };
}

const A = fileData('/app/a.ts');
const B = fileData('/app/b.ts');
const ZEROS: MeasuredFile = { ...fileData('/app/zeros.ts'), all: true };

describe('hasCounts', () => {
  const OUTPUTS: readonly [title: string, output: NycOutput, expected: boolean][] = [
    ['a process that measured a file', outputOf([1], [2, A]), true],
    ['processes that measured nothing', outputOf([1], [2]), false],
    ['zeros that no process wrote', outputOf([0, ZEROS]), false],
    ['no profile', outputOf(), false],
  ];

  for (const [title, output, expected] of OUTPUTS) {
    it(`is ${expected} for ${title}`, () => assert.equal(hasCounts(output), expected));
  }
});

describe('loadedFiles', () => {
  it('returns the files of all profiles once, without files that were never loaded', () => {
    const loaded = loadedFiles(outputOf([1, A], [2, A, B], [0, ZEROS]));
    assert.deepEqual([...loaded], ['/app/a.ts', '/app/b.ts']);
  });

  it('includes the original sources of compiled files', () => {
    const inputSourceMap = { sources: ['../src/a.ts', null, 'webpack://app/runtime', 'file:///lib/b.ts'] };
    const compiled = { ...fileData('/app/dist/a.js'), inputSourceMap };
    assert.deepEqual(
      [...loadedFiles(outputOf([1, compiled]))],
      ['/app/dist/a.js', '/app/src/a.ts', '/lib/b.ts'],
    );
    const rooted = { ...compiled, inputSourceMap: { sources: ['a.ts'], sourceRoot: '../lib/' } };
    assert.deepEqual([...loadedFiles(outputOf([1, rooted]))], ['/app/dist/a.js', '/app/lib/a.ts']);
  });
});
