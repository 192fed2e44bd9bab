/** Tests that runners and tools behave as without covermain and that the programs they start are counted. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ask } from '../support/apps.js';
import { killLeftPrograms, type Program, start, startCovermain } from '../support/program.js';
import { functionCounts, type Project } from '../support/project.js';
import { makeProjectWithTools } from '../support/runner-tools.js';

const SERVER = `
const http = require('node:http');
const answer = 'answer';
function hit() { return answer; }
function never() {}
const server = http.createServer((request, response) => response.end(hit()));
server.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));
`;

const NEST = `import 'reflect-metadata';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

function hit(): string { return 'answer'; }
function never(): string { return 'never'; }

@Injectable()
class Greeter {
  greet(): string { return hit() || never(); }
}

@Controller()
class AppController {
  constructor(private readonly greeter: Greeter) {}
  @Get() get(): string { return this.greeter.greet(); }
}

@Module({ controllers: [AppController], providers: [Greeter] })
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  console.log('listening on ' + app.getHttpServer().address().port);
}
void main();
`;

const FILES = {
  'package.json': JSON.stringify({ name: 'shop', scripts: { start: 'node src/server.js' } }),
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
  'src/server.js': SERVER,
  'src/typed.ts': SERVER.replace('never()', 'never(value: number): number { return value; }').replaceAll(
    'const http =',
    'declare const require: any;\nconst http =',
  ),
  'src/sum.js': 'exports.hit = function hit(a, b) { return a + b; };\nexports.never = function never() {};\n',
  'src/sum.test.js': `const { hit } = require('./sum.js');
const run = globalThis.it ?? require('node:test').test;
run('adds', () => { hit(1, 2); hit(3, 4); });
run('fails', () => { throw new Error(String(hit(5, 6))); });
`,
  'nest/package.json': '{"name":"nested"}',
  'nest/.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
  'nest/nest-cli.json': '{"sourceRoot":"src"}',
  'nest/tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'commonjs',
      target: 'es2022',
      outDir: 'dist',
      rootDir: 'src',
      sourceMap: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['src'],
  }),
  'nest/src/main.ts': NEST,
};

interface Scenario {
  readonly title: string;
  readonly command: readonly string[];
  /** Number of processes that print their port. @default 1 */
  readonly servers?: number;
  /** File of the server. @default 'src/server.js' */
  readonly file?: string;
  /** Directory of the project that is measured. @default the root */
  readonly directory?: string;
  /** Whether the tool restarts the server after a file was changed. @default false */
  readonly restarts?: boolean;
  /** Lines of the output that are compared. @default all */
  readonly compared?: RegExp;
}

const SERVERS: readonly Scenario[] = [
  { title: 'npm start', command: ['npm', 'start'] },
  { title: 'pnpm start', command: ['pnpm', 'start'] },
  { title: 'yarn start (Yarn 1)', command: ['node', 'node_modules/yarn/bin/yarn.js', 'start'] },
  { title: 'npx tsx', command: ['npx', 'tsx', 'src/typed.ts'], file: 'src/typed.ts' },
  { title: 'nest start', command: ['nest', 'start'], directory: 'nest', file: 'src/main.ts' },
  {
    title: 'concurrently',
    command: ['concurrently', '-n', 'one,two', 'node src/server.js', 'tsx src/server.js'],
    servers: 2,
  },
  { title: 'pm2-runtime (fork mode)', command: ['pm2-runtime', 'src/server.js'], compared: /^listening/ },
  {
    title: 'pm2-runtime (cluster mode)',
    command: ['pm2-runtime', 'src/server.js', '-i', '2'],
    servers: 2,
    compared: /^listening/,
  },
  { title: 'nodemon', command: ['nodemon', '--watch', 'src', 'src/server.js'], restarts: true },
  { title: 'node --watch', command: ['node', '--watch', 'src/server.js'], restarts: true },
  { title: 'tsx watch', command: ['tsx', 'watch', 'src/typed.ts'], file: 'src/typed.ts', restarts: true },
];

describe('a runner', () => {
  let project: Project;

  before(function () {
    project = makeProjectWithTools(this, FILES);
  });

  afterEach(killLeftPrograms);

  after(() => project?.remove());

  const environment = () => ({
    PATH: `${project.path('node_modules/.bin')}:${process.env.PATH}`,
    PM2_HOME: project.path('pm2'),
  });

  /** Starts a command with or without covermain. */
  function startTool(command: readonly string[], isMeasured: boolean, cwd = project.root): Program {
    const [program = '', ...args] = command;
    const options = { env: environment(), cwd };
    return isMeasured
      ? startCovermain(project, ['run', '--', ...command], options)
      : start(project, program, args, options);
  }

  /** Uses a server as people do: requests, an edit if the tool restarts, and Ctrl+C. */
  async function useServer(scenario: Scenario, isMeasured: boolean) {
    const { command, servers = 1, file = 'src/server.js', directory = '' } = scenario;
    const { restarts = false, compared = /(?:)/ } = scenario;
    const server = project.path(join(directory, file));
    const source = readFileSync(server, 'utf8');
    const program = startTool(command, isMeasured, project.path(directory));
    const ports = async (count: number) => {
      await program.printed(new RegExp(`(listening on \\d+[^]*?){${count}}`));
      return [...program.output().matchAll(/listening on (\d+)/g)].map(([, port]) => port);
    };
    const answers: string[] = [];
    for (const port of await ports(servers)) answers.push(await ask(port, '/'), await ask(port, '/'));
    if (restarts) {
      writeFileSync(server, source.replace("'answer'", "'edited'"));
      const port = (await ports(servers + 1)).at(-1);
      answers.push(await ask(port, '/'), await ask(port, '/'));
    }
    program.signalGroup('SIGINT');
    const end = await program.ended;
    await allEnded(-program.pid);
    writeFileSync(server, source);
    const lines = program.stdout().split('\n').map(withoutNumbers);
    return { answers, end, lines: lines.filter((line) => compared.test(line)).sort() };
  }

  for (const scenario of SERVERS) {
    it(`behaves as without covermain, and its server is counted: ${scenario.title}`, async () => {
      const plain = await useServer(scenario, false);
      const { directory = '', file = 'src/server.js', servers = 1, restarts } = scenario;
      const own = {
        ...project,
        path: (path: string) => project.path(`${directory}/${path}`.replace(/^\//, '')),
      };
      rmSync(own.path('coverage'), { recursive: true, force: true });
      const measured = await useServer(scenario, true);
      assert.deepEqual(measured, plain);
      assert.equal(plain.answers.length, 2 * servers + (restarts ? 2 : 0));
      const { hit, never } = functionCounts(own, file);
      assert.deepEqual({ hit, never }, { hit: plain.answers.length, never: 0 });
    });
  }

  for (const [title, command] of [
    ['mocha', ['mocha', 'src/sum.test.js']],
    ['node --test', ['node', '--test', 'src/sum.test.js']],
    ['npm exec mocha', ['npm', 'exec', '--', 'mocha', 'src/sum.test.js']],
  ] as const) {
    it(`reports its tests as without covermain, and they are counted: ${title}`, async () => {
      const outcomes = [];
      for (const isMeasured of [false, true]) {
        const program = startTool(command, isMeasured);
        const { code, signal } = await program.ended;
        outcomes.push({ code, signal, lines: withoutNumbers(program.stdout()) });
      }
      assert.deepEqual(outcomes[1], outcomes[0]);
      assert.equal(outcomes[0]?.code, 1);
      assert.deepEqual(functionCounts(project, 'src/sum.js'), { hit: 3, never: 0 });
    });
  }

  it('is the daemon of PM2, whose servers are counted until they end', async () => {
    const run = startTool(['pm2', 'start', 'src/server.js', '-i', '2', '--output', 'out.log'], true);
    assert.equal(await run.exitCode, 0, run.output());
    const daemon = Number(readFileSync(project.path('pm2/pm2.pid'), 'utf8'));
    try {
      assert.match(run.output(), /is still running.*run `covermain report \S+`/);
      const logs = startTool(['pm2', 'logs', '--raw', '--lines', '20'], false);
      const [, port] = await logs.printed(/listening on (\d+)/);
      logs.signalGroup('SIGINT');
      await logs.ended;
      for (let time = 0; time < 5; time++) assert.equal(await ask(port, '/'), 'answer');
    } finally {
      const kill = startTool(['pm2', 'kill'], false);
      assert.equal(await kill.exitCode, 0, kill.output());
    }
    await allEnded(daemon);
    const report = startCovermain(project, ['report', '--reporter', 'json']);
    assert.equal(await report.exitCode, 0, report.output());
    const { hit, never } = functionCounts(project, 'src/server.js');
    assert.deepEqual({ hit, never }, { hit: 5, never: 0 });
  });
});

/** Waits until no process is left. The system has no event for that. @param pid of a process, or negative: of a group */
async function allEnded(pid: number): Promise<void> {
  while (isRunning(pid)) await setTimeout(20);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Replaces ports, pids, times and versions, which differ between runs, and removes stack frames and trailing spaces. */
function withoutNumbers(text: string): string {
  return text
    .replace(/^ +(at |\S.*\(node:internal).*\n/gm, '')
    .replace(/\d+(\.\d+)?/g, '#')
    .replace(/ +$/gm, '');
}
