/** The names of private sockets tell what is to be known of an agent before it is asked. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  listSockets,
  parseSocketPath,
  runTagOf,
  type SocketDirectory,
  socketDirectoriesOf,
  socketPathOf,
} from '../../../../src/agent/peers/socket-path.js';
import { folderOf, useAgentRoot } from '../../../support/agents.js';

const START = Date.parse('2025-01-02T03:04:05.678Z');

describe('socketFoldersOf', () => {
  it('is a folder of the project, then one of the user and the project among temporary files', () => {
    const [project, temporary] = socketDirectoriesOf('/app', 'linux');
    assert.deepEqual(project, { path: '/app/.covermain/', prefix: '', kind: 'project' });
    assert.equal(temporary?.kind, 'temporary');
    const pattern = new RegExp(`^/tmp${'/'}covermain-${process.geteuid?.()}-[0-9a-f]{12}/$`);
    assert.match(temporary?.path ?? '', pattern);
  });

  it('has another temporary folder for another project', () => {
    assert.notEqual(socketDirectoriesOf('/app')[1]?.path, socketDirectoriesOf('/app2')[1]?.path);
  });

  it('has /tmp, where all look, before the folder of temporary files where that is elsewhere', () => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = '/elsewhere';
    try {
      const folders = socketDirectoriesOf('/app', 'linux').map(({ path }) =>
        path.replace(/covermain-.*/, ''),
      );
      assert.deepEqual(folders, ['/app/.covermain/', '/tmp/', '/elsewhere/']);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it('is the folder of named pipes on Windows, where names tell the project', () => {
    const [pipes, ...others] = socketDirectoriesOf('C:\\app', 'win32');
    assert.deepEqual(others, []);
    assert.equal(pipes?.path, '\\\\.\\pipe\\');
    assert.match(pipes?.prefix ?? '', /^covermain-[0-9a-f]{12}-$/);
  });
});

describe('socketPathOf', () => {
  it('has the start in base 36, the pid and the tag of the run', () => {
    const path = socketPathOf(folderOf('/app', 'project'), {
      pid: 123,
      start: START,
      runTag: runTagOf('run-1'),
    });
    assert.equal(path, `/app/.covermain/m5eqsg8e-123-${runTagOf('run-1')}.sock`);
    assert.match(runTagOf('run-1'), /^[0-9a-f]{6}$/);
  });

  const folders: readonly SocketDirectory[] = [
    ...socketDirectoriesOf('/app'),
    ...socketDirectoriesOf('C:\\a', 'win32'),
  ];
  for (const folder of folders) {
    it(`is read back from ${folder.kind}`, () => {
      const name = { pid: 123, start: START, runTag: runTagOf('run-1') };
      const path = socketPathOf(folder, name);
      assert.deepEqual(parseSocketPath(path), { ...name, path });
    });
  }
});

describe('listSockets', () => {
  let root: string;

  useAgentRoot((path) => {
    root = path;
  });

  function create(kind: SocketDirectory['kind'], ...names: readonly string[]): void {
    const { path } = folderOf(root, kind);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const name of names) writeFileSync(join(path, name), '');
  }

  const listed = () => listSockets(root).map(({ path }) => basename(path));

  it('is empty where no program was ever measured', () => {
    assert.deepEqual(listSockets(root), []);
  });

  it('tells what the names tell', () => {
    create('project', 'm5eqsg8e-123-0a1b2c.sock');
    const path = join(root, '.covermain/m5eqsg8e-123-0a1b2c.sock');
    assert.deepEqual(listSockets(root), [{ path, pid: 123, start: START, runTag: '0a1b2c' }]);
  });

  it('is sorted by start in all folders together, then by pid', () => {
    create('project', 'zz-5-aaaaaa.sock', '100-7-aaaaaa.sock', '2-11-aaaaaa.sock', '2-9-bbbbbb.sock');
    create('temporary', '10-6-aaaaaa.sock', '1-8-aaaaaa.sock');
    assert.deepEqual(listed(), [
      '1-8-aaaaaa.sock',
      '2-9-bbbbbb.sock',
      '2-11-aaaaaa.sock',
      '10-6-aaaaaa.sock',
      'zz-5-aaaaaa.sock',
      '100-7-aaaaaa.sock',
    ]);
  });

  it('passes over other files', () => {
    create(
      'project',
      '.gitignore',
      'a-b-aaaaaa.sock',
      '1-2-aaaaa.sock',
      '1-2-aaaaaa.sock.tmp',
      'A-2-aaaaaa.sock',
    );
    assert.deepEqual(listed(), []);
  });

  it('passes over a temporary folder that is a link, which anybody may have made', () => {
    create('project', '1-2-aaaaaa.sock');
    symlinkSync(folderOf(root, 'project').path, folderOf(root, 'temporary').path.replace(/\/$/, ''));
    assert.deepEqual(listed(), ['1-2-aaaaaa.sock']);
  });

  it('passes over a file in the place of the folder', () => {
    writeFileSync(join(root, '.covermain'), '');
    assert.deepEqual(listed(), []);
  });
});
