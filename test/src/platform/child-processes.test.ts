/** Variables and callbacks reach each child process, whatever function starts or signals it. */
import assert from 'node:assert/strict';
import { killLeftPrograms } from '../../support/program.js';
import { startSource } from '../../support/sources.js';

/** Code that prints the variables `ADDED` and `GIVEN` of each child that it starts. */
const CHILDREN = `
const children = require('node:child_process');
const { once } = require('node:events');
const print = 'console.log([process.env.ADDED, process.env.GIVEN].join())';
const args = ['-e', print];
const options = { env: { PATH: process.env.PATH, GIVEN: 'a=b', ADDED: 'before' }, stdio: 'inherit' };
const start = async () => {
  await once(children.spawn(process.execPath, args, options), 'exit');
  children.spawnSync(process.execPath, args, options);
  children.execFileSync(process.execPath, args, options);
};
`;

const LOAD_CHILDREN = "const { extendChildEnvironments, onChildKill } = load('platform/child-processes.ts');";

describe('the children of a process', () => {
  afterEach(killLeftPrograms);

  async function output(code: string): Promise<readonly string[]> {
    const program = startSource(`${LOAD_CHILDREN} ${CHILDREN} ${code}`);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output().trimEnd().split('\n');
  }

  it('get the added variables besides their own', async () => {
    const lines = await output(`
      extendChildEnvironments(({ GIVEN }) => ({ ADDED: 'to ' + GIVEN }), () => console.log('unknown'));
      start();`);
    assert.deepEqual([...new Set(lines)], ['to a=b,a=b']);
    assert.ok(lines.length >= 3);
  });

  it('get the variables of the last extension that sets them', async () => {
    const lines = await output(`
      extendChildEnvironments(() => ({ ADDED: 'first' }), () => {});
      extendChildEnvironments(() => ({ ADDED: 'second' }), () => {});
      start();`);
    assert.deepEqual([...new Set(lines)], ['second,a=b']);
  });

  it('are reported when they are signalled', async () => {
    const lines = await output(`
      onChildKill((signal) => console.log('signal ' + signal));
      const child = children.spawn('sleep', ['60']);
      child.on('exit', (code, signal) => console.log(signal));
      child.kill('SIGTERM');`);
    assert.deepEqual(lines, ['signal 15', 'SIGTERM']);
  });

  it('start unchanged and are reported if their arguments have an unknown form', async () => {
    const lines = await output(`
      const { Process } = process.binding('process_wrap');
      Process.prototype.spawn = (...args) => { console.log('called with ' + args.length); return 0; };
      extendChildEnvironments(() => ({ ADDED: 'x' }), () => console.log('unknown'));
      new Process().spawn({ command: 'other' });
      new Process().spawn('node', []);`);
    assert.deepEqual(lines, ['unknown', 'called with 1', 'unknown', 'called with 2']);
  });

  it('inherit the environment of this process if they have none of their own', async () => {
    const lines = await output(`
      process.binding('spawn_sync').spawn = ({ envPairs }) => ({ envPairs });
      extendChildEnvironments(() => ({ ADDED: 'x' }), () => console.log('unknown'));
      console.log(JSON.stringify(process.binding('spawn_sync').spawn({ file: 'node' })));
      console.log(JSON.stringify(process.binding('spawn_sync').spawn({ file: 'node', envPairs: ['=C:=C:', 'A=1=2', 'B'] })));`);
    assert.deepEqual(lines, ['{}', '{"envPairs":["=C:=C:","A=1=2","B","ADDED=x"]}']);
  });
});
