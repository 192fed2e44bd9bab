/** `covermain run` passes the descriptors and the IPC channel of its parent on to the program. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { outcomeOf, profileIn, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, start, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Starts its arguments with an IPC channel and further descriptors, and prints what arrives, sorted by stream. */
const PARENT = `
const { spawn } = require('node:child_process');
const { openSync } = require('node:fs');
const net = require('node:net');
const [serialization, ...command] = process.argv.slice(2);
const listening = net.createServer().listen(0, '127.0.0.1', () => {
  const child = spawn(command[0], command.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe', 'ipc', openSync('text'), listening._handle.fd],
    serialization,
  });
  const heard = { pipe: [], messages: [] };
  child.send('early');
  child.stdio[3].on('data', (data) => heard.pipe.push(String(data))).on('end', () => heard.pipe.push('end'));
  child.on('message', (message) => {
    heard.messages.push(message);
    if (message.text === 'early') child.send(serialization === 'advanced' ? new Map([[1, 2]]) : { one: 1 });
    else if (message.type) {
      const server = net.createServer((socket) => { child.send('socket', socket); server.close(); });
      server.listen(0, '127.0.0.1', () => net.connect(server.address().port).on('data', (data) => {
        heard.client = String(data);
        net.connect(listening.address().port).on('data', (data) => {
          heard.inherited = String(data);
          child.send('bye');
        });
        listening.close();
      }));
    }
  });
  child.on('disconnect', () => heard.messages.push('disconnect'));
  child.on('close', (code, signal) => console.log(JSON.stringify({ ...heard, code, signal })));
});
`;

const PROGRAM = `
const { readFileSync, writeSync, closeSync } = require('node:fs');
const net = require('node:net');
writeSync(3, 'written: ' + readFileSync(5, 'utf8'));
closeSync(3);
const server = net.createServer((socket) => { server.close(); socket.end('served'); }).listen({ fd: 6 });
process.on('message', receive);
process.on('disconnect', last);
function receive(message, socket) {
  if (socket) return socket.end('hello from the program');
  if (message === 'bye') return process.disconnect();
  if (message === 'early') process.send({ text: message });
  else process.send({ type: Object.prototype.toString.call(message), hasVariable: 'NODE_CHANNEL_FD' in process.env });
}
function last() { process.exitCode = 7; }
`;

describe('covermain run, started with more than stdin, stdout and stderr', () => {
  let project: Project;

  before(() => {
    project = makeProject({ 'package.json': '{}', 'parent.js': PARENT, 'src/program.js': PROGRAM });
    writeFileSync(project.path('text'), 'text of a file');
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  for (const serialization of ['json', 'advanced'] as const) {
    it(`passes messages (${serialization}), sockets and descriptors both ways, and holds none open`, async () => {
      const directory = `data/${serialization}`;
      const covermain = [
        project.path('node_modules/.bin/covermain'),
        'run',
        '--no-report',
        '--dir',
        directory,
        '--',
      ];
      const program = ['node', 'src/program.js'];
      const [plain, measured] = await Promise.all(
        [program, [...covermain, ...program]].map((command) =>
          outcomeOf(startNode(project, ['parent.js', serialization, ...command])),
        ),
      );
      assert.equal(measured?.stdout, plain?.stdout, measured?.stderr);
      const heard = JSON.parse(plain?.stdout ?? '') as Readonly<Record<string, unknown>>;
      assert.deepEqual([heard.client, heard.inherited, heard.code], ['hello from the program', 'served', 7]);
      assert.deepEqual(profileIn(project, directory).functions('src/program.js'), {
        '(anonymous_0)': 1,
        receive: 4,
        last: 1,
      });
    });
  }

  it('passes descriptors with any number, and tells the program that sockets of systemd are for it', async () => {
    const script = `exec 9<text 200<text; export LISTEN_FDS=1 LISTEN_PID=$$; exec node_modules/.bin/covermain run \\
      --no-report --dir data/numbers -- bash -c 'cat <&9; cat <&200; echo " $(($LISTEN_PID - $$)) $LISTEN_FDS"'`;
    const program = start(project, 'bash', ['-c', script], {});
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), 'text of a filetext of a file 0 1\n');
  });

  it('leaves the descriptors of preloads alone', async () => {
    project = makeProject({
      'preload.cjs': `
        const fs = require('node:fs');
        const descriptor = fs.openSync(__filename);
        process.on('exit', () => console.log('open ' + fs.fstatSync(descriptor).isFile()));`,
      'src/app.js': 'console.log("app");',
    });
    const program = startCovermain(project, ['run', '--', 'node', 'src/app.js'], {
      env: { NODE_OPTIONS: `--require ${project.path('preload.cjs')}` },
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output().match(/open true/g)?.length, 2, program.output());
  });
});
