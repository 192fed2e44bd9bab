/** nyc's output is read with the process that wrote it, and a file that is no profile is named. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    mkdirSync(join(folder, 'processinfo'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(file: string, content: unknown): void {
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }

  it('reads each profile with the process that wrote it, by name', async () => {
    const files = { '/app/a.ts': fileData('/app/a.ts') };
    write('2.json', {});
    write('processinfo/2.json', { pid: 22 });
    write('1.json', files);
    write('processinfo/1.json', { pid: 11, argv: ['node'] });
    write('processinfo/index.json', { processes: {} });
    write('README.md', 'not ours');
    assert.deepEqual(await readNycOutput(folder), {
      profiles: [
        { path: join(folder, '1.json'), pid: 11, files },
        { path: join(folder, '2.json'), pid: 22, files: {} },
      ],
      unreadable: [],
    });
  });

  it('takes a profile without process information for that of no process', async () => {
    write('never-loaded.json', { '/app/a.ts': fileData('/app/a.ts') });
    const { profiles } = await readNycOutput(folder);
    assert.deepEqual(
      profiles.map(({ pid }) => pid),
      [0],
    );
  });

  const TORN: readonly [what: string, text: string][] = [
    ['cut short', '{"/app/a.ts": {"path'],
    ['empty', ''],
    ['foreign JSON', 'null'],
    ['foreign JSON of objects', '{"name": "an npm package", "version": "1.0.0"}'],
    ['JSON with a file that is none', '{"/app/a.ts": null}'],
  ];

  for (const [what, text] of TORN) {
    it(`names a profile that is ${what}, and reads the others`, async () => {
      write('torn.json', text);
      write('whole.json', {});
      const { profiles, unreadable } = await readNycOutput(folder);
      assert.deepEqual(
        profiles.map(({ path }) => path),
        [join(folder, 'whole.json')],
      );
      assert.deepEqual(
        unreadable.map(({ path }) => path),
        [join(folder, 'torn.json')],
      );
      assert.match(unreadable[0]?.reason ?? '', /JSON|not the coverage of files/);
    });
  }

  it('names a profile whose process information is cut short', async () => {
    write('1.json', {});
    write('processinfo/1.json', '{"pid": 1');
    const { profiles, unreadable } = await readNycOutput(folder);
    assert.deepEqual(profiles, []);
    assert.equal(unreadable[0]?.path, join(folder, '1.json'));
  });

  it('rejects for a folder that is not there', async () => {
    await assert.rejects(readNycOutput(join(folder, 'missing')), { code: 'ENOENT' });
  });
});

/** Output of one profile for each given pid, with the files it holds. */
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
  const OUTPUTS: readonly [what: string, output: NycOutput, expected: boolean][] = [
    ['a process that measured a file', outputOf([1], [2, A]), true],
    ['processes that measured nothing', outputOf([1], [2]), false],
    ['zeros that no process wrote', outputOf([0, ZEROS]), false],
    ['no profile', outputOf(), false],
  ];

  for (const [what, output, expected] of OUTPUTS) {
    it(`is ${expected} for ${what}`, () => assert.equal(hasCounts(output), expected));
  }
});

describe('loadedFiles', () => {
  it('gives the files of all profiles once, without those never loaded', () => {
    const loaded = loadedFiles(outputOf([1, A], [2, A, B], [0, ZEROS]));
    assert.deepEqual([...loaded], ['/app/a.ts', '/app/b.ts']);
  });

  it('gives the sources of compiled files, too', () => {
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
