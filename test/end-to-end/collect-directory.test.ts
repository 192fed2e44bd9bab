/** Tests `covermain collect directory` with the profile directories of programs, as volumes of containers have them. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { encodeArchive } from '../../src/profile/format/archive.js';
import { encodeMeta } from '../../src/profile/format/meta-file.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import { sessionDirectoryOf } from '../../src/profile/store/session-directories.js';
import { writeCounters } from '../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../support/profiles.js';
import { type Program, startCovermain } from '../support/program.js';
import { makeBareProject, type Project } from '../support/project.js';

describe('covermain collect directory', () => {
  let project: Project;

  beforeEach(() => {
    project = makeBareProject({ 'package.json': '{}' });
  });

  afterEach(() => project.remove());

  async function collect(code: number, ...args: readonly string[]): Promise<Program> {
    const program = startCovermain(project, ['collect', 'directory', ...args, '-o', 'all']);
    assert.equal(await program.exitCode, code, program.output());
    return program;
  }

  /** Writes a profile of one process into a directory. @returns its absolute path */
  function addProfile(directory: string, run: string, counters: readonly number[]): string {
    const path = project.path(directory);
    mkdirSync(path, { recursive: true });
    writeMeta(path, encodeMeta(metaOf()));
    return writeCounters(path, profileOf([countersOf(metaOf(), counters)], { run }));
  }

  const firstCounts = (directory = 'all') => {
    const { profiles, unreadable } = readProfileDirectory(project.path(directory));
    assert.deepEqual(unreadable, []);
    return profiles.map(({ files }) => files[0]?.counters[0]);
  };

  /** Returns an archive of all files in a directory, as an agent pushes it. */
  const archiveOf = (directory: string) =>
    encodeArchive(
      new Map(
        readdirSync(project.path(directory)).map((name) => [
          name,
          readFileSync(project.path(join(directory, name))),
        ]),
      ),
    );

  it('copies the profiles of directories, of their subdirectories, and of archives, with their sessions', async () => {
    addProfile('volume', 'run-1', [1, 0, 0]);
    addProfile('volume/pod-2', 'run-2', [2, 0, 0]);
    addProfile('pushed', 'run-3', [3, 0, 0]);
    writeFileSync(project.path('volume/web-3.run-3.1'), archiveOf('pushed'));
    addProfile('volume/too/deep', 'run-4', [9, 0, 0]);
    const session = sessionDirectoryOf('volume/pod-2', 'Log in');
    addProfile(session, 'run-2', [1, 0, 0]);
    const program = await collect(0, 'volume');
    assert.deepEqual(firstCounts(), [1, 2, 3]);
    assert.deepEqual(firstCounts(sessionDirectoryOf('all', 'Log in')), [1]);
    assert.match(program.stdout(), /^volume .* collected$/m);
  });

  it('counts nothing twice if it is repeated, or if directories have copies of a profile', async () => {
    addProfile('one', 'run-1', [1, 0, 0]);
    addProfile('other', 'run-1', [1, 0, 0]);
    await collect(0, 'one', 'other');
    await collect(0, 'one');
    assert.deepEqual(firstCounts(), [1]);
  });

  it('names corrupt files, and fails unless it is forced', async () => {
    addProfile('volume', 'run-1', [1, 0, 0]);
    const corrupt = addProfile('volume', 'run-2', [2, 0, 0]);
    writeFileSync(corrupt, readFileSync(corrupt).subarray(0, -1));
    const program = await collect(1, 'volume');
    assert.ok(program.stderr().includes(`volume: partial: ${corrupt}: Corrupt profile`), program.stderr());
    assert.deepEqual(firstCounts(), [1]);
    await collect(0, 'volume', '--force');
    assert.ok(existsSync(corrupt));
  });

  it('names a profile whose meta is missing', async () => {
    const counters = addProfile('volume', 'run-1', [1, 0, 0]);
    const [meta = ''] = readdirSync(project.path('volume')).filter((name) => name.startsWith('covmeta.'));
    rmSync(project.path(join('volume', meta)));
    const program = await collect(1, 'volume');
    assert.ok(program.stderr().includes(`Cannot store ${counters}: 1 meta`), program.stderr());
  });

  it('follows no link in a directory', async function () {
    if (process.platform === 'win32') this.skip();
    const secret = addProfile('secret', 'run-1', [1, 0, 0]);
    addProfile('volume', 'run-2', [2, 0, 0]);
    symlinkSync(secret, project.path(join('volume', 'covcounters.run-1.42.2025-01-02T03-04-05-678Z')));
    symlinkSync(project.path('secret'), project.path('volume/linked'));
    const program = await collect(1, 'volume');
    assert.match(program.stderr(), /It is a symbolic link\. Replace it by a regular file\./);
    assert.deepEqual(firstCounts(), [2]);
  });

  it('does not collect what it has written itself', async () => {
    addProfile('.', 'run-1', [1, 0, 0]);
    await collect(0, '.');
    await collect(0, '.');
    assert.deepEqual(firstCounts(), [1]);
  });

  it('fails for a path without profiles, and for one that does not exist', async () => {
    mkdirSync(project.path('empty'));
    const program = await collect(1, 'empty', 'none', 'package.json');
    assert.match(program.stderr(), /empty: failed: No profile found in .*empty and its subdirectories\./);
    assert.match(program.stderr(), /none: failed: .*none does not exist\./);
    assert.match(program.stderr(), /package\.json: failed: No profile found/);
    assert.match(program.stderr(), /Nothing was collected\./);
  });
});
