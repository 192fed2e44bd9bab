/** Tests sessions: each has exactly the hits during it, even among other sessions, and the profile of the run keeps them all. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { typedApp } from '../support/apps.js';
import { agentOf } from '../support/live-agents.js';
import { type Measuring, profileIn, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import { randomOf } from '../support/profiles.js';
import type { Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

/**
 * Program that makes as many calls as a typed line such as `own 3` requests. `own` calls in this process, `child` in a
 * child process that then ends, and any other name in a running child process.
 */
const FAMILY = `
const { fork, spawnSync } = require('node:child_process');
const { createInterface } = require('node:readline');
function work() {}
function workOften(times) { for (let time = 0; time < times; time++) work(); }
const [, , role, times] = process.argv;
if (role === 'child') workOften(times);
else if (role === 'other') process.on('message', ({ times }) => { workOften(times); process.send('done'); });
else {
  const others = new Map();
  const done = (line) => console.log('done ' + line);
  const open = (name) => {
    const other = fork(__filename, ['other']);
    console.log(name + ' has the pid ' + other.pid + '.');
    others.set(name, other);
  };
  const lines = createInterface(process.stdin).on('line', (line) => {
    const [who, times] = line.split(' ');
    if (who === 'open') return open(times);
    if (others.has(who)) return others.get(who).once('message', () => done(line)).send({ times });
    if (who === 'own') workOften(times);
    if (who === 'child') spawnSync(process.execPath, [__filename, 'child', times], { stdio: 'inherit' });
    done(line);
  });
  lines.on('close', () => others.forEach((other) => other.disconnect()));
  console.log('ready');
}
`;

describe('the profile of a session', () => {
  let project: Project;
  let measuring: () => Measuring;

  useMeasuredProject(
    { 'package.json': '{}', 'src/typed.js': typedApp(), 'src/family.js': FAMILY },
    { COVER_FLUSH: '500ms' },
    (made) => {
      ({ project, measuring } = made);
    },
  );

  function sessionIn({ directory }: Measuring, name: string) {
    return profileIn(project, `${directory}/sessions/${name}`);
  }

  for (const seed of [0, 1, 2]) {
    it(`has exactly the hits during the session while others start and end at random (seed ${seed})`, async () => {
      const random = randomOf(seed);
      const measured = measuring();
      const program = startNode(project, ['src/typed.js'], measured.env);
      const agent = await agentOf(project, program);
      /** Number of hits so far of each open session. */
      const openHits = new Map<string, number>();
      /** Number of hits of all ended sessions with the same name. */
      const endedHits = new Map<string, number>();
      let hits = 0;
      const end = async (name: string) => {
        const [dump] = await agent.endSession(name);
        assert.equal(dump?.path !== null, true);
        endedHits.set(name, (endedHits.get(name) ?? 0) + (openHits.get(name) ?? 0));
        openHits.delete(name);
      };
      for (let step = 0; step < 60; step++) {
        const name = `session-${random(4)}`;
        const action = random(8);
        if (action === 0) await agent.reset();
        else if (action < 4) {
          const typed = 1 + random(9);
          hits += typed;
          for (const [openName, count] of openHits) openHits.set(openName, count + typed);
          program.type('x'.repeat(typed));
          await program.printed(new RegExp(`hits ${hits}\n`));
        } else if (openHits.has(name)) await end(name);
        else {
          await agent.startSession(name);
          openHits.set(name, 0);
        }
      }
      for (const name of [...openHits.keys()]) await end(name);
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());

      assert.equal(measured.functions('src/typed.js').hit, hits);
      const found = [...endedHits.keys()].map((name) => {
        const { hit } = sessionIn(measured, name).functions('src/typed.js');
        return [name, hit] as const;
      });
      assert.deepEqual(new Map(found), endedHits);
      assert.ok(endedHits.size > 2);
    });
  }

  it('has the hits during the session from all processes of the run, even those that end early or start late', async () => {
    const measured = measuring();
    const program = startNode(project, ['src/family.js'], measured.env);
    const type = async (line: string) => {
      program.type(`${line}\n`);
      await program.printed(new RegExp(`^done ${line}$`, 'm'));
    };
    const startChild = async (name: string) => {
      program.type(`open ${name}\n`);
      const [, pid] = await program.printed(new RegExp(`${name} has the pid (\\d+)\\.`));
      return Number(pid);
    };
    const [agent, first] = [await agentOf(project, program), await startChild('first')];
    await agentOf(project, program, first);

    for (const line of ['own 1', 'first 2', 'child 3']) await type(line);
    await agent.startSession('s');
    const second = await startChild('second');
    for (const line of ['own 10', 'first 20', 'child 30', 'second 40']) await type(line);
    await agentOf(project, program, second);
    await agent.startSession('t');
    for (const line of ['own 100', 'first 200', 'child 300', 'second 400']) await type(line);
    await agent.endSession('s');
    // The third process has no agent yet when its session ends.
    const third = await startChild('third');
    await type('third 4000');
    await agent.endSession('t');
    await agentOf(project, program, third);
    await type('child 5000');
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());

    const workIn = (profile: Pick<Measuring, 'functions'>) => profile.functions('src/family.js').work;
    assert.equal(workIn(sessionIn(measured, 's')), 1100);
    assert.equal(workIn(sessionIn(measured, 't')), 5000);
    assert.equal(workIn(measured), 6 + 100 + 1000 + 4000 + 5000);
  });

  it('keeps all flushed hits when the process is killed', async () => {
    const measured = measuring();
    const program = startNode(project, ['src/typed.js'], measured.env);
    const agent = await agentOf(project, program);
    program.type('xx');
    await program.printed(/hits 2/);
    await agent.startSession('killed');
    program.type('xxx');
    await program.printed(/hits 5/);
    const session = sessionIn(measured, 'killed');
    const hits = () => session.functions('src/typed.js').hit;
    mkdirSync(project.path(session.directory), { recursive: true });
    await onceIn(project.path(session.directory), () => {
      return session.read().profiles.length > 0 && hits() === 3 ? true : undefined;
    });
    program.signalGroup('SIGKILL');
    await program.ended;
    assert.equal(hits(), 3);
    assert.equal(measured.functions('src/typed.js').hit, 5);
  });
});
