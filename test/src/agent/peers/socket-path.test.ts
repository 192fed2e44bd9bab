/** Tests the directories and names of private sockets, which identify an agent without connecting to it. */
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
import { socketDirectoryOfKind, useAgentRoot } from '../../../support/agents.js';

const START = Date.parse('2025-01-02T03:04:05.678Z');

describe('the directories of sockets', () => {
  it('are one in the project, then a temporary one of the user and the project', () => {
    const [project, temporary] = socketDirectoriesOf('/app', 'linux');
    assert.deepEqual(project, { path: '/app/.covermain/', prefix: '', kind: 'project' });
    assert.equal(temporary?.kind, 'temporary');
    const pattern = new RegExp(`^/tmp${'/'}covermain-${process.geteuid?.()}-[0-9a-f]{12}/$`);
    assert.match(temporary?.path ?? '', pattern);
  });

  it('differ for another project', () => {
    assert.notEqual(socketDirectoriesOf('/app')[1]?.path, socketDirectoriesOf('/app2')[1]?.path);
  });

  it('include /tmp before another directory for temporary files', () => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = '/elsewhere';
    try {
      const directories = socketDirectoriesOf('/app', 'linux').map(({ path }) =>
        path.replace(/covermain-.*/, ''),
      );
      assert.deepEqual(directories, ['/app/.covermain/', '/tmp/', '/elsewhere/']);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it('are the named pipes on Windows, with the project in the names', () => {
    const [pipes, ...others] = socketDirectoriesOf('C:\\app', 'win32');
    assert.deepEqual(others, []);
    assert.equal(pipes?.path, '\\\\.\\pipe\\');
    assert.match(pipes?.prefix ?? '', /^covermain-[0-9a-f]{12}-$/);
  });
});

describe('the path of a socket', () => {
  it('contains the start in base 36, the pid and the tag of the run', () => {
    const path = socketPathOf(socketDirectoryOfKind('/app', 'project'), {
      pid: 123,
      start: START,
      runTag: runTagOf('run-1'),
    });
    assert.equal(path, `/app/.covermain/m5eqsg8e-123-${runTagOf('run-1')}.sock`);
    assert.match(runTagOf('run-1'), /^[0-9a-f]{6}$/);
  });

  const directories: readonly SocketDirectory[] = [
    ...socketDirectoriesOf('/app'),
    ...socketDirectoriesOf('C:\\a', 'win32'),
  ];
  for (const directory of directories) {
    it(`is parsed back from a directory of the kind ${directory.kind}`, () => {
      const name = { pid: 123, start: START, runTag: runTagOf('run-1') };
      const path = socketPathOf(directory, name);
      assert.deepEqual(parseSocketPath(path), { ...name, path });
    });
  }
});

describe('listing sockets', () => {
  let root: string;

  useAgentRoot((path) => {
    root = path;
  });

  function create(kind: SocketDirectory['kind'], ...names: readonly string[]): void {
    const { path } = socketDirectoryOfKind(root, kind);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const name of names) writeFileSync(join(path, name), '');
  }

  const listed = () => listSockets(root).map(({ path }) => basename(path));

  it('returns nothing if no program was ever measured', () => {
    assert.deepEqual(listSockets(root), []);
  });

  it('returns the information in the names', () => {
    create('project', 'm5eqsg8e-123-0a1b2c.sock');
    const path = join(root, '.covermain/m5eqsg8e-123-0a1b2c.sock');
    assert.deepEqual(listSockets(root), [{ path, pid: 123, start: START, runTag: '0a1b2c' }]);
  });

  it('sorts the sockets of all directories by start, then by pid', () => {
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

  it('ignores other files', () => {
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

  it('ignores a temporary directory that is a link, which another user may have created', () => {
    create('project', '1-2-aaaaaa.sock');
    symlinkSync(
      socketDirectoryOfKind(root, 'project').path,
      socketDirectoryOfKind(root, 'temporary').path.replace(/\/$/, ''),
    );
    assert.deepEqual(listed(), ['1-2-aaaaaa.sock']);
  });

  it('ignores a file instead of the directory', () => {
    writeFileSync(join(root, '.covermain'), '');
    assert.deepEqual(listed(), []);
  });
});
