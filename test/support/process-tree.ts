/** Runs a tree of processes: an unmeasured head that starts and controls measured members on a test's command. */
import type { Measuring } from './measured-programs.js';
import { startNode } from './measured-programs.js';
import type { Program } from './program.js';
import type { Files, Project } from './project.js';
import { AGENT } from './with-agent.js';

/** Path of the measured program, whose function `hit` tests count. */
export const MEMBER = 'src/member.js';

/** CommonJS sources of the processes, and the module with which members wait for their agents. */
export const PROCESS_TREE_FILES: Files = {
  ...AGENT.files,
  'head.js': `
    const { fork, spawnSync } = require('node:child_process');
    const { once } = require('node:events');
    const member = __dirname + '/${MEMBER}';
    const members = [];
    const acts = {
      async add() {
        members.push(fork(member));
        await once(members.at(-1), 'message');
        return members.at(-1).pid;
      },
      async hit(index, times) {
        members[index].send(Number(times));
        await once(members[index], 'message');
      },
      /** One that ends as soon as it has hit. */
      short(times) { spawnSync(process.execPath, [member, times]); },
      async end(index, signal) {
        const ended = once(members[index], 'exit');
        if (signal) members[index].kill(signal);
        else members[index].disconnect();
        await ended;
      },
    };
    let told = 0;
    require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
      const [act, ...args] = line.split(' ');
      const result = await acts[act](...args);
      console.log('done ' + told++ + ' ' + result);
    });
    process.stdin.on('end', () => { for (const one of members) if (one.connected) one.disconnect(); });`,
  [MEMBER]: `
    function hit() {}
    function hits(times) { for (let time = 0; time < times; time++) hit(); }
    if (process.send) live();
    else hits(process.argv[2]);
    function live() {
      ${AGENT.first}
      process.on('message', (times) => { hits(times); process.send('done'); });
      process.send('up');
    }`,
};

export interface ProcessTree {
  readonly program: Program;
  /** Starts another member, and waits until its agent listens. @returns its pid */
  readonly add: () => Promise<number>;
  /** Makes a member call `hit`, and waits until it has. @param index index of the member */
  readonly hit: (index: number, times: number) => Promise<void>;
  /** Starts a member that only calls `hit`, and waits until it has exited. */
  readonly short: (times: number) => Promise<void>;
  /** Ends a member by disconnecting it or with a signal, and waits until it has exited. */
  readonly end: (index: number, signal?: NodeJS.Signals) => Promise<void>;
}

export function startProcessTree(project: Project, { env }: Pick<Measuring, 'env'>): ProcessTree {
  return controlTree(startNode(project, ['head.js'], env));
}

/** @param program runs `head.js` and passes its input on */
export function controlTree(program: Program): ProcessTree {
  let commandCount = 0;
  const runCommand = async (line: string): Promise<string> => {
    program.type(`${line}\n`);
    const [, result = ''] = await program.printed(new RegExp(`^done ${commandCount++} (.*)$`, 'm'));
    return result;
  };
  return {
    program,
    add: async () => Number(await runCommand('add')),
    hit: async (index, times) => void (await runCommand(`hit ${index} ${times}`)),
    short: async (times) => void (await runCommand(`short ${times}`)),
    end: async (index, signal) => void (await runCommand(`end ${index} ${signal ?? ''}`)),
  };
}
