/** Tests that the table of docs/comparison.md is true: runs each tool, and compares what it does with the table's cells. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ask } from '../support/apps.js';
import { installPacked } from '../support/packed-package.js';
import { killLeftPrograms, type Program } from '../support/program.js';
import { type Files, makeBareProject, type Project, REPOSITORY } from '../support/project.js';
import { createJacoco, isJacocoInstalled, JAVA_FILES, prepareJacoco } from './comparison/jacoco.js';
import { c8, covermain, istanbulMiddleware, monocart, nyc } from './comparison/node-peers.js';
import type { Peer, Recorded } from './comparison/peer.js';
import { PROGRAMS } from './comparison/programs.js';

const PACKAGES = ['nyc@18', 'c8@12', 'monocart-coverage-reports@2', 'istanbul-middleware@0.2', 'express@4'];

type Scenario = (project: Project, peer: Peer) => Promise<boolean>;

/** What each row of the table asserts. */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  async 'Keeps the counts of a server without signal handlers after Ctrl+C'(project, peer) {
    const server = await startServer(project, peer);
    await server.ask('/hit');
    server.program.signalGroup('SIGINT');
    await server.program.ended;
    return hasHit(await peer.readWritten(project, server.program));
  },
  async 'Keeps the counts after `kill -9`, except the last second'(project, peer) {
    const server = await startServer(project, peer);
    await server.ask('/hit');
    // The other tools have no event to wait for.
    await (peer.written?.(project) ?? setTimeout(2000));
    server.program.signalGroup('SIGKILL');
    await server.program.ended;
    return hasHit(await peer.readWritten(project, server.program));
  },
  async 'Shows the counts while the program runs'(project, peer) {
    const server = await startServer(project, peer);
    await server.ask('/hit');
    return hasHit(await peer.readLive(project, server.program));
  },
  async 'Shows them while the event loop is blocked'(project, peer) {
    const server = await startServer(project, peer);
    await server.ask('/block');
    await server.program.printed(/blocked/);
    return hasHit(await peer.readLive(project, server.program));
  },
  async 'Resets the counts while the program runs'(project, peer) {
    const server = await startServer(project, peer);
    await server.ask('/hit');
    if (!peer.reset) return false;
    await peer.reset(project, server.program);
    await server.ask('/never');
    const { calls } = await peer.readLive(project, server.program);
    return (calls.hit ?? 0) === 0 && (calls.never ?? 0) > 0;
  },
  'Measures ES modules': (project, peer) => countsHitOf(project, peer, 'module.mjs'),
  'Measures processes that the program starts': (project, peer) => countsHitOf(project, peer, 'parent.js'),
  'Measures worker threads': (project, peer) => countsHitOf(project, peer, 'thread.js'),
  'Reports an `else` that is not written and was never taken': async (project, peer) =>
    (await recordedOf(project, peer, 'branch.js')).missedArms > 0,
};

/** Cell of a row whose result differs between runs: see docs/notes/nyc.md. */
const CHANGING = 'sometimes';

/** Number of runs in which a changing result is expected to be "no" at least once. Every third run was, when measured. */
const MAX_RUNS = 30;

const TABLE = readTable(readFileSync(join(REPOSITORY, 'docs/comparison.md'), 'utf8'));

describe('the table of docs/comparison.md', function () {
  this.timeout(60_000);
  let installed: Project;
  let project: Project;

  before(function () {
    installed = makeBareProject(PROGRAMS);
    installPacked(installed.root, PACKAGES, this);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  after(() => installed.remove());

  const peers: Readonly<Record<string, Peer>> = {
    covermain,
    nyc,
    c8,
    monocart,
    'istanbul-middleware': istanbulMiddleware,
  };

  for (const [name, peer] of Object.entries(peers)) {
    for (const [row, scenario] of Object.entries(SCENARIOS)) {
      it(`is true about ${name}: ${row}`, async function () {
        project = makeScratch(PROGRAMS);
        symlinkSync(installed.path('node_modules'), project.path('node_modules'), 'dir');
        await assertCell(this, cellOf(row, name), () => scenario(project, peer));
      });
    }
  }

  describe('for Java', () => {
    before(function () {
      if (isJacocoInstalled()) return;
      assert.notEqual(process.env.COVERMAIN_JACOCO, 'required', 'JaCoCo is not installed');
      this.skip();
    });

    for (const [row, scenario] of Object.entries(SCENARIOS)) {
      if (cellOf(row, 'JaCoCo') === '–') continue;
      it(`is true about JaCoCo: ${row}`, async function () {
        project = makeScratch(JAVA_FILES);
        prepareJacoco(project);
        const { atEnd, live } = await createJacoco();
        await assertCell(this, cellOf(row, 'JaCoCo'), () =>
          scenario(project, /^Keeps/.test(row) ? atEnd : live),
        );
      });
    }
  });
});

/** Fails if the tool does not do what the cell claims. A changing result that never changes leaves the test pending. */
async function assertCell(
  test: Mocha.Context,
  claimed: string | undefined,
  observe: () => Promise<boolean>,
): Promise<void> {
  if (claimed !== CHANGING) {
    assert.equal((await observe()) ? 'yes' : 'no', claimed);
    return;
  }
  for (let run = 0; run < MAX_RUNS; run++) {
    if (!(await observe())) return;
  }
  test.skip();
}

function cellOf(row: string, tool: string): string | undefined {
  return TABLE.get(row)?.[tool];
}

/** Returns the cells of a table by row and column. Notes such as ¹ are left out. */
function readTable(page: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll(/[¹²³]/g, '').trim()),
    );
  const [head = [], , ...body] = rows;
  return new Map(
    body.map(([title = '', ...cells]) => [
      title,
      Object.fromEntries(cells.map((cell, index) => [head[index + 1], cell])),
    ]),
  );
}

/** Creates a project with these files, without packages. */
function makeScratch(files: Files): Project {
  const project = makeBareProject(files);
  rmSync(project.path('node_modules'), { recursive: true });
  return project;
}

interface StartedServer {
  readonly program: Program;
  readonly ask: (path: string) => Promise<string>;
}

async function startServer(project: Project, peer: Peer): Promise<StartedServer> {
  const program = peer.start(project, 'server.js');
  const [, port] = await program.printed(/listening on (\d+)/);
  return { program, ask: (path) => ask(port, path) };
}

async function countsHitOf(project: Project, peer: Peer, file: string): Promise<boolean> {
  return hasHit(await recordedOf(project, peer, file));
}

/** Runs a program until its work is done. */
async function recordedOf(project: Project, peer: Peer, file: string): Promise<Recorded> {
  const program = peer.start(project, file);
  await program.printed(/done/);
  if (!peer.isServer) await program.ended;
  return peer.readWritten(project, program);
}

function hasHit({ calls }: Recorded): boolean {
  return (calls.hit ?? 0) > 0;
}
