/** Measured processes that follow commands, below an unmeasured parent. */
import type { Measuring } from './measured-programs.js';
import { startNode } from './measured-programs.js';
import type { Program } from './program.js';
import type { Files, Project } from './project.js';
import { AGENT } from './with-agent.js';

/** What is counted: its function `hit`. */
export const MEMBER = 'src/member.js';

/** CommonJS, with what they wait for. */
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
  /** Starts one more, and waits until it has an agent. @returns its pid */
  readonly add: () => Promise<number>;
  /** @param index of the one that hits */
  readonly hit: (index: number, times: number) => Promise<void>;
  /** Starts one that hits and ends at once, and waits until it has ended. */
  readonly short: (times: number) => Promise<void>;
  /** Waits until it has ended, by itself or by a signal. */
  readonly end: (index: number, signal?: NodeJS.Signals) => Promise<void>;
}

export function startProcessTree(project: Project, { env }: Pick<Measuring, 'env'>): ProcessTree {
  const program = startNode(project, ['head.js'], env);
  let said = 0;
  const tell = async (line: string): Promise<string> => {
    program.type(`${line}\n`);
    const [, result = ''] = await program.printed(new RegExp(`^done ${said++} (.*)$`, 'm'));
    return result;
  };
  return {
    program,
    add: async () => Number(await tell('add')),
    hit: async (index, times) => void (await tell(`hit ${index} ${times}`)),
    short: async (times) => void (await tell(`short ${times}`)),
    end: async (index, signal) => void (await tell(`end ${index} ${signal ?? ''}`)),
  };
}
