/** Tests that clients collect the counts of a run exactly once: of processes that run, have ended, and ran before a restart. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { typedApp } from '../support/apps.js';
import { HttpCollector } from '../support/http-collector.js';
import {
  type Measuring,
  type Profile,
  prepareMeasuring,
  profileIn,
  startNode,
} from '../support/measured-programs.js';
import { freePort } from '../support/ports.js';
import { MEMBER, PROCESS_TREE_FILES, type ProcessTree, startProcessTree } from '../support/process-tree.js';
import { killLeftPrograms, type Program } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const APP = 'src/typed.cjs';

describe('collecting from a run', () => {
  let project: Project;
  let url: string;
  let measure: () => Measuring;
  let measuring: Measuring;
  let family: ProcessTree;
  let collector: HttpCollector;

  before(async () => {
    project = makeProject({ 'package.json': '{}', [APP]: typedApp(), ...PROCESS_TREE_FILES });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    measure = await prepareMeasuring(project, { COVERAGE_HTTP_PORT: `${port}`, COVER_FLUSH: '1h' });
  });

  beforeEach(() => {
    measuring = measure();
    collector = new HttpCollector(url);
  });

  afterEach(() => {
    killLeftPrograms();
    collector.remove();
  });
  after(() => project.remove());

  /** Returns the number of hits in a profile directory. @param directory absolute path */
  const hitsIn = (directory: string, file = MEMBER) => profileAt(directory).functions(file).hit;

  /** Reads a directory with profiles of the project. @param directory absolute path */
  function profileAt(directory: string): Profile {
    return profileIn(
      { ...project, path: (file) => (file === directory ? file : project.path(file)) },
      directory,
    );
  }

  describe('with several processes', () => {
    beforeEach(async () => {
      family = startProcessTree(project, measuring);
      for (const hits of [1, 2, 4]) {
        await family.add();
        await family.hit(Math.log2(hits), hits);
      }
    });

    async function end(): Promise<void> {
      family.program.endInput();
      assert.equal(await family.program.exitCode, 0, family.program.output());
      assert.equal(family.program.stderr(), '');
    }

    it('counts hits between the reading and the acknowledgement in the next epoch', async () => {
      const files = await collector.collect();
      assert.equal(files.length, 3);
      await family.hit(0, 10);
      const dumps = await collector.acknowledge(files);
      assert.deepEqual(
        dumps.map(({ counts }) => counts.hit > 0),
        [true, true, true],
      );
      assert.equal(hitsIn(collector.directory), 7);
      await family.hit(1, 20);
      const next = await collector.collect();
      assert.equal(next.length, 3);
      assert.deepEqual(
        next.filter(({ name }) => files.some((file) => file.name === name)),
        [],
      );
      assert.equal(hitsIn(collector.directory), 37);
      await end();
      assert.equal(measuring.functions(MEMBER).hit, 37);
    });

    it('loses and doubles nothing without an acknowledgement, with one for another state, and after a reset', async () => {
      const [first, ...others] = await collector.collect();
      await family.hit(0, 10);
      await collector.acknowledge([
        ...others,
        { name: String(first?.name), end: '2025-01-01T00:00:00.000Z' },
      ]);
      await collector.post('/v1/cover/reset', {});
      await collector.acknowledge(first ? [first] : []);
      await family.hit(0, 20);
      await collector.collect();
      assert.equal(hitsIn(collector.directory), 37);
      await end();
      assert.equal(measuring.functions(MEMBER).hit, 37);
    });

    it('sends files of ended processes until a client has stored them, also after another process took the port', async () => {
      await family.short(10);
      await family.end(2);
      const files = await collector.collect();
      assert.equal(files.length, 4);
      await collector.acknowledge(files);
      assert.equal(hitsIn(collector.directory), 17);
      await family.end(0); // it held the port
      const left = await retry(() => collector.collect());
      assert.equal(left.length, 1, 'the last epoch of the process that has just ended has no hits');
      assert.equal(hitsIn(collector.directory), 17);
      await end();
    });

    it('returns a session, which it ends, and refuses unknown ones', async () => {
      await collector.post('/v1/cover/session/start?name=a%20test', {});
      await family.hit(0, 10);
      await family.short(20);
      await family.hit(1, 40);
      await family.end(1);
      for (let times = 0; times < 2; times++) {
        const files = await collector.collect('?session=a%20test');
        assert.equal(files.length, 4);
        assert.equal(hitsIn(collector.directory), 70);
        await family.hit(0, 100);
      }
      await assert.rejects(collector.collect('?session=other'), /404 .*other/);
      await assert.rejects(collector.collect('?session='), /400 Invalid session name/);
      await end();
    });
  });

  describe('with a program that is restarted', () => {
    let restarts = 0;

    /** Starts the program as a container does, with three hits. */
    async function startApp(env: Readonly<Record<string, string>>): Promise<Program> {
      const program = startNode(project, [APP], {
        NODE_OPTIONS: '--conditions=covermain --import covermain/auto',
        COVERAGE_HTTP_PORT: new URL(url).port,
        COVER_COMMIT: 'C0FFEE1',
        ...env,
      });
      await program.printed(/ready/);
      program.type('xxx');
      await program.printed(/hits 3\n/);
      await retry(() => fetch(url));
      return program;
    }

    const newDirectory = () => `data/restarts-${++restarts}`;
    const collectHits = async () => {
      const files = await collector.collect();
      return { files, hits: hitsIn(collector.directory, APP) };
    };

    it('sends files of earlier runs on the same host until a client has stored them', async () => {
      const env = { COVER_DIR: newDirectory(), COVER_FLUSH: '10ms' };
      const killed = await startApp(env);
      await collector.post('/v1/cover/dump', {});
      process.kill(killed.pid, 'SIGKILL');
      await killed.exitCode;
      const second = await startApp(env);
      const { files, hits } = await collectHits();
      assert.deepEqual([files.length, hits], [2, 6]);
      await collector.acknowledge(files);
      process.kill(second.pid, 'SIGKILL');
      await second.exitCode;
      const last = await startApp(env);
      const again = await collectHits();
      assert.equal(again.hits, 9);
      // The epochs that began at the acknowledgement have no hits, so they may have no file.
      assert.ok(again.files.length <= 2, JSON.stringify(again.files));
      assert.deepEqual(
        again.files.filter(({ name }) => files.some((file) => file.name === name)),
        [],
      );
      last.endInput();
      assert.equal(await last.exitCode, 0, last.output());
      assert.equal(hitsIn(project.path(env.COVER_DIR), APP), 9);
    });

    it('keeps everything in memory without a writable directory', async () => {
      // No directory can be created below a file.
      const program = await startApp({ COVER_DIR: 'package.json/data' });
      const { files } = await collectHits();
      program.type('xx');
      await program.printed(/hits 5\n/);
      assert.equal((await collector.acknowledge(files)).length, 1);
      await collector.post('/v1/cover/reset', {});
      program.type('x');
      await program.printed(/hits 6\n/);
      const { files: next, hits } = await collectHits();
      assert.deepEqual([next.length, hits], [2, 6]);
      await collector.acknowledge(next);
      assert.equal((await collectHits()).hits, 6);
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
    });

    it('records COVER_COMMIT, and logs each request of the port with COVER_LOG=info', async () => {
      const program = await startApp({ COVER_DIR: newDirectory(), COVER_LOG: 'info' });
      const status = await fetch(`${url}/v1/cover/status`);
      assert.equal(((await status.json()) as { readonly commit: string }).commit, 'c0ffee1');
      await collector.collect();
      await collector.post('/v1/cover/profile', {});
      await program.printed(/served textfmt/);
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
      const lines = program
        .stderr()
        .replaceAll(/remote=127\.0\.0\.1:\d+$/gm, 'remote=CLIENT')
        .split('\n');
      assert.equal(lines[0], `covermain: coverage server listening on ${url}`);
      const [collect, archive, profile, served, end] = lines.slice(-5);
      assert.equal(collect, 'covermain: incoming request method=POST path=/v1/cover/collect remote=CLIENT');
      assert.match(archive ?? '', /^covermain: served archive bytes=\d+ duration=\d+ms$/);
      assert.equal(profile, 'covermain: incoming request method=POST path=/v1/cover/profile remote=CLIENT');
      assert.match(served ?? '', /^covermain: served textfmt bytes=\d+ duration=\d+ms$/);
      assert.equal(end, '');
    });
  });

  describe('by `node -e` in the same container', () => {
    for (const [title, options] of [
      ['covermain/auto', () => '--conditions=covermain --import covermain/auto'],
      ['the preload of `covermain run`', () => String(measuring.env.NODE_OPTIONS)],
    ] as const)
      it(`starts no run and prints nothing, although it inherits ${title}`, async () => {
        const script = 'console.log(process.argv.slice(1).join(), process.env.NODE_OPTIONS !== undefined)';
        const program = startNode(project, ['-e', script, 'covermain-collect', 'a'], {
          ...measuring.env,
          ...(title === 'covermain/auto' ? { COVERMAIN_RUN: '', COVER_DIR: measuring.directory } : {}),
          NODE_OPTIONS: options(),
          COVER_LOG: 'info',
        });
        assert.equal(await program.exitCode, 0);
        assert.deepEqual([program.stdout(), program.stderr()], ['covermain-collect,a true\n', '']);
        assert.deepEqual(readdirSync(project.path(measuring.directory)), []);
      });
  });
});

/** Repeats a request until a process listens on the port, because no event reports it. */
async function retry<Result>(act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      if (cause?.code !== 'ECONNREFUSED' && cause?.code !== 'ECONNRESET') throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
