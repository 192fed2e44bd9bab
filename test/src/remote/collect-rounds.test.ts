/** Collecting from agents: what is stored, compared, retried and reset. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeCounters } from '../../../src/profile/format/counters-file.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { sessionDirectoryOf } from '../../../src/profile/store/session-directories.js';
import { type CollectionRound, collectRounds } from '../../../src/remote/collect-rounds.js';
import { openCollectionStore } from '../../../src/remote/collection-store.js';
import { targetOfUrl } from '../../../src/remote/http-target.js';
import type { CollectTarget, ListedTargets } from '../../../src/remote/target.js';
import { type FakeAgent, type FakeAgentOptions, startFakeAgent } from '../../support/fake-agent.js';
import { freePort } from '../../support/ports.js';
import { metaOf } from '../../support/profiles.js';

describe('collecting from agents', () => {
  let directory: string;
  let agents: FakeAgent[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    agents = [];
  });

  afterEach(async () => {
    await Promise.all(agents.map((agent) => agent.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  async function agent(options: FakeAgentOptions = {}): Promise<FakeAgent> {
    const started = await startFakeAgent(options);
    agents.push(started);
    return started;
  }

  type Options = Partial<Parameters<typeof collectRounds>[0]>;

  const collect = (targets: readonly CollectTarget[], options: Options = {}): Promise<CollectionRound> =>
    collectRounds({
      store: openCollectionStore(directory),
      listTargets: async () => ({ targets, skipped: [] }),
      source: null,
      reset: false,
      timeout: 5_000,
      concurrency: 8,
      end: new AbortController().signal,
      stop: new AbortController().signal,
      onProgress: () => {},
      onRound: () => {},
      ...options,
    });

  /** Returns the sum of the counters in a directory. */
  const sumIn = (path = directory): readonly number[] => {
    const { profiles, unreadable } = readProfileDirectory(path);
    assert.deepEqual(unreadable, []);
    const sum = [0, 0, 0];
    for (const { counters } of profiles.flatMap(({ files }) => files))
      for (const index of sum.keys()) sum[index] = Number(sum[index]) + Number(counters[index]);
    return sum;
  };

  const urlOf = ({ url }: FakeAgent, token: string | null = null) => targetOfUrl(url, token);

  /** A container of Kubernetes whose agent has a URL. */
  const podOf = (one: FakeAgent, pod: string, more: Partial<CollectTarget> = {}): CollectTarget => ({
    ...targetOfUrl(one.url, null),
    id: `${pod}/app`,
    pod,
    container: 'app',
    uid: `uid-of-${pod}`,
    restarts: 0,
    ...more,
  });

  it('prints no warning of Node if it collects from many agents at the same time', async () => {
    const warnings: string[] = [];
    const onWarning = ({ message }: Error) => warnings.push(message);
    process.on('warning', onWarning);
    const many = await Promise.all(Array.from({ length: 20 }, () => agent()));
    await collect(
      many.map((one) => urlOf(one)),
      { concurrency: 20 },
    );
    process.off('warning', onWarning);
    assert.deepEqual(warnings, []);
  });

  it('goes on in the next round if the manifest cannot be written', async () => {
    const one = await agent();
    one.hit(1);
    const end = new AbortController();
    const failures: (string | undefined)[] = [];
    const manifest = join(directory, 'manifest.json');
    const { targets } = await collect([urlOf(one)], {
      watch: 0,
      end: end.signal,
      listTargets: async () => {
        // A directory of this name refuses the file, also for root.
        if (failures.length === 0) mkdirSync(manifest);
        else rmSync(manifest, { recursive: true });
        return { targets: [urlOf(one)], skipped: [] };
      },
      onRound({ manifestFailure }) {
        failures.push(manifestFailure);
        end.abort();
      },
    });
    assert.match(failures[0] ?? '', /^Cannot write .*manifest\.json: /);
    assert.deepEqual(failures.slice(1), [undefined]);
    assert.equal(targets[0]?.result, 'collected');
    assert.equal(JSON.parse(readFileSync(manifest, 'utf8')).rounds, 2);
  });

  it('stores the profiles of all agents, and describes them in the manifest', async () => {
    const [one, other] = [await agent({ commit: 'c0ffee' }), await agent({ commit: 'c0ffee' })];
    one.hit(1, 2, 3);
    other.hit(10, 20, 30);
    const { targets, manifest } = await collect([urlOf(one), urlOf(other)]);
    assert.deepEqual(sumIn(), [11, 22, 33]);
    assert.deepEqual(
      targets.map(({ target, result, files, runs, commits, versions, nodes }) => {
        return { target, result, files, runs, commits, versions, nodes };
      }),
      [one, other].map(({ url, run }) => ({
        target: url,
        result: 'collected',
        files: 1,
        runs: [run],
        commits: ['c0ffee'],
        versions: ['0.2.0'],
        nodes: ['v20.19.0'],
      })),
    );
    assert.deepEqual(JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')), manifest);
  });

  it('counts nothing twice when it is repeated, and requests metas only once', async () => {
    const one = await agent();
    one.hit(1);
    await collect([urlOf(one)]);
    one.hit(1);
    await collect([urlOf(one)]);
    assert.deepEqual(sumIn(), [2, 0, 0]);
    const have = one.requests
      .filter(({ url }) => url.startsWith('/v1/cover/collect'))
      .map(({ body }) => (JSON.parse(body) as { have: string[] }).have.length);
    assert.deepEqual(have, [0, 1]);
  });

  it('requests all metas again if one of the directory is damaged', async () => {
    const one = await agent();
    one.hit(1);
    await collect([urlOf(one)]);
    const meta = readdirSync(directory).find((name) => name.startsWith('covmeta.')) ?? assert.fail();
    writeFileSync(join(directory, meta), 'damaged');
    const { targets } = await collect([urlOf(one)]);
    assert.equal(targets[0]?.result, 'collected');
    assert.deepEqual(sumIn(), [1, 0, 0]);
  });

  it('sends the token', async () => {
    const one = await agent();
    await collect([urlOf(one, 'a-token-of-16-characters')]);
    assert.ok(one.requests.length > 0);
    for (const { authorization } of one.requests)
      assert.equal(authorization, 'Bearer a-token-of-16-characters');
  });

  describe('with --reset', () => {
    it('keeps hits that arrive between the reading and the acknowledgement', async () => {
      const one = await agent();
      one.hit(5);
      one.override(({ url }) => {
        if (url === '/v1/cover/collected') one.hit(1);
        return false;
      });
      await collect([urlOf(one)], { reset: true });
      assert.deepEqual(sumIn(), [5, 0, 0]);
      one.override(() => false);
      await collect([urlOf(one)], { reset: true });
      assert.deepEqual(sumIn(), [6, 0, 0]);
    });

    it('adds no file in each round while a program does nothing', async () => {
      const one = await agent();
      one.hit(5);
      for (let round = 0; round < 4; round++) await collect([urlOf(one)], { reset: true });
      one.hit(1);
      await collect([urlOf(one)], { reset: true });
      assert.deepEqual(sumIn(), [6, 0, 0]);
      assert.equal(readdirSync(directory).filter((name) => name.startsWith('covcounters.')).length, 2);
    });

    it('counts nothing twice if the connection breaks after the profile was sent', async () => {
      const one = await agent();
      one.hit(5);
      let broken = 0;
      one.override(({ url }, response) => {
        if (url !== '/v1/cover/collected' || broken++ > 0) return false;
        response.destroy();
        return true;
      });
      const { targets } = await collect([urlOf(one)], { reset: true });
      assert.deepEqual([targets[0]?.result, targets[0]?.files, broken], ['collected', 1, 2]);
      one.hit(1);
      await collect([urlOf(one)], { reset: true });
      assert.deepEqual(sumIn(), [6, 0, 0]);
    });

    it('counts nothing twice if the answer to the acknowledgement is lost', async () => {
      const one = await agent();
      one.hit(5);
      let lost = 0;
      one.override(({ url }, response) => {
        if (url !== '/v1/cover/collected' || lost++ > 0) return false;
        response.write = () => true;
        response.end = () => response.destroy() as never;
        return false;
      });
      await collect([urlOf(one)], { reset: true });
      assert.deepEqual(sumIn(), [5, 0, 0]);
    });

    it('acknowledges nothing that was not stored', async () => {
      const one = await agent();
      one.override(({ url }, response) => {
        if (!url.startsWith('/v1/cover/collect?') && url !== '/v1/cover/collect') return false;
        response.end(one.archive().subarray(0, -1));
        return true;
      });
      const { targets } = await collect([urlOf(one)], { reset: true });
      assert.equal(targets[0]?.result, 'failed');
      assert.match(targets[0]?.reasons[0] ?? '', /checksum mismatch/);
      assert.ok(!one.requests.some(({ url }) => url === '/v1/cover/collected'));
      assert.deepEqual(readdirSync(directory), ['manifest.json']);
    });

    it('does not acknowledge a reading that the directory has replaced by a later one', async () => {
      const one = await agent();
      one.hit(1);
      const early = one.archive();
      one.hit(1);
      openCollectionStore(directory).store(one.archive(), 'another collection');
      one.override(({ url }, response) => {
        if (url !== '/v1/cover/collect') return false;
        response.end(early);
        return true;
      });
      await collect([urlOf(one)], { reset: true });
      assert.ok(!one.requests.some(({ url }) => url === '/v1/cover/collected'));
      assert.deepEqual(sumIn(), [2, 0, 0]);
    });

    it('stores the profile of an older agent, and says that it cannot reset it', async () => {
      const one = await agent({ hasCollect: false, version: '0.1.0' });
      one.hit(3);
      const { targets } = await collect([urlOf(one)], { reset: true });
      assert.equal(targets[0]?.result, 'partial');
      assert.match(
        targets[0]?.reasons[0] ?? '',
        /covermain 0\.1\.0, which cannot acknowledge a collection: nothing was reset/,
      );
      assert.deepEqual(sumIn(), [3, 0, 0]);
      assert.equal((await collect([urlOf(one)])).targets[0]?.result, 'collected');
    });
  });

  describe('with --session', () => {
    const session = 'Log in';
    const sessionDirectory = () => sessionDirectoryOf(directory, session);

    it('stores the session of each agent, and what was collected where there is none', async () => {
      const [one, other] = [await agent(), await agent()];
      one.hit(7);
      one.addSession(session, [2, 0, 0]);
      other.hit(10);
      const { targets } = await collect([urlOf(one), urlOf(other)], { session });
      assert.deepEqual(
        targets.map(({ result }) => result),
        ['collected', 'collected'],
      );
      assert.deepEqual(sumIn(), [17, 0, 0]);
      assert.deepEqual(sumIn(sessionDirectory()), [12, 0, 0]);
    });

    it('adds the metas that only the directory has', async () => {
      const one = await agent();
      one.hit(7);
      await collect([urlOf(one)]);
      one.addSession(session, [2, 0, 0]);
      await collect([urlOf(one)], { session });
      assert.deepEqual(sumIn(sessionDirectory()), [2, 0, 0]);
    });

    it('says that an older agent has no sessions', async () => {
      const one = await agent({ hasCollect: false });
      const { targets } = await collect([urlOf(one)], { session });
      assert.match(targets[0]?.reasons[0] ?? '', /its sessions cannot be collected/);
    });
  });

  describe('failures', () => {
    it('of one agent leave the profiles of the others', async () => {
      const one = await agent();
      one.hit(1);
      const { targets } = await collect([
        targetOfUrl(`http://127.0.0.1:${await freePort()}`, null),
        urlOf(one),
      ]);
      assert.deepEqual(
        targets.map(({ result }) => result),
        ['failed', 'collected'],
      );
      assert.match(
        targets[0]?.reasons[0] ?? '',
        /^Cannot read from http:\/\/127\.0\.0\.1:\d+: connect ECONNREFUSED/,
      );
      assert.deepEqual(sumIn(), [1, 0, 0]);
    });

    it('name an agent that does not answer in time', async () => {
      const one = await agent();
      one.override(() => true);
      const { targets } = await collect([urlOf(one)], { timeout: 50 });
      assert.match(targets[0]?.reasons[0] ?? '', /^It did not answer within 50ms\./);
    });

    it('name an agent that sends its answer too slowly', async () => {
      const one = await agent();
      one.override(({ url }, response) => {
        if (url !== '/v1/cover/collect') return false;
        response.write(one.archive().subarray(0, 40));
        return true;
      });
      const { targets } = await collect([urlOf(one)], { timeout: 200 });
      assert.match(targets[0]?.reasons[0] ?? '', /did not answer within/);
      assert.deepEqual(readdirSync(directory), ['manifest.json']);
    });

    it('of a dropped connection are repaired by a second attempt', async () => {
      const one = await agent();
      one.hit(4);
      let dropped = 0;
      one.override(({ url }, response) => {
        if (url !== '/v1/cover/collect' || dropped++ > 0) return false;
        response.setHeader('content-length', 100_000);
        response.write(one.archive().subarray(0, 40), () => response.destroy());
        return true;
      });
      const { targets } = await collect([urlOf(one)]);
      assert.deepEqual([targets[0]?.result, dropped], ['collected', 2]);
      assert.deepEqual(sumIn(), [4, 0, 0]);
    });

    const ANSWERS: readonly [title: string, status: number, body: string, reason: RegExp][] = [
      ['another server', 200, '<html>', /^No agent of covermain answers there: its status is not JSON/],
      ['other JSON', 200, '{"run": "../x"}', /its status does not have the expected fields/],
      [
        'a missing token',
        401,
        'Unauthorized',
        /answered 401 .*: Unauthorized Name a file with its token: --token-file\./,
      ],
      ['a failure', 500, 'out of \u001b[31mmemory', /answered 500/],
      ['a redirection', 302, '', /answered 302/],
    ];

    for (const [title, status, body, reason] of ANSWERS)
      it(`name ${title}`, async () => {
        const one = await agent();
        one.override((_, response) => {
          response.statusCode = status;
          response.setHeader('location', 'http://127.0.0.1:1/');
          response.end(body);
          return true;
        });
        const { targets } = await collect([urlOf(one)]);
        assert.equal(targets[0]?.result, 'failed');
        assert.match(targets[0]?.reasons[0] ?? '', reason);
      });

    it('name an answer that is larger than the limit', async () => {
      const one = await agent();
      one.override(({ url }, response) => {
        if (url !== '/v1/cover/status') return false;
        const chunk = Buffer.alloc(2 ** 20);
        const write = () => {
          if (!response.destroyed) response.write(chunk, write);
        };
        write();
        return true;
      });
      const { targets } = await collect([urlOf(one)]);
      assert.match(targets[0]?.reasons[0] ?? '', /its answer is larger than 16777216 bytes/);
    });

    it('refuse a manifest that is none', async () => {
      const one = await agent();
      for (const text of ['{', '{"format": 1}', '[]']) {
        writeFileSync(join(directory, 'manifest.json'), text);
        await assert.rejects(collect([urlOf(one)]), {
          code: 'INPUT_UNREADABLE',
          message: /manifest\.json.*Delete it/,
        });
      }
    });
  });

  describe('compared with the previous collection', () => {
    const inCluster = (listed: ListedTargets, options: Options = {}) =>
      collect([], { source: 'app=x', listTargets: async () => listed, ...options });

    it('counts the restarts of a container', async () => {
      const one = await agent();
      const first = await inCluster({ targets: [podOf(one, 'web-1', { restarts: 2 })], skipped: [] });
      assert.equal(first.targets[0]?.restartsSince, null);
      const later = await inCluster({ targets: [podOf(one, 'web-1', { restarts: 5 })], skipped: [] });
      assert.equal(later.targets[0]?.restartsSince, 3);
      const last = await inCluster({ targets: [podOf(one, 'web-1', { restarts: 5 })], skipped: [] });
      assert.equal(last.targets[0]?.restartsSince, 0);
    });

    it('keeps the number of restarts while a container cannot be collected from', async () => {
      const one = await agent();
      await inCluster({ targets: [podOf(one, 'web-1')], skipped: [] });
      one.override((_, response) => {
        response.statusCode = 403;
        response.end();
        return true;
      });
      const failed = await inCluster({ targets: [podOf(one, 'web-1', { restarts: 1 })], skipped: [] });
      assert.deepEqual([failed.targets[0]?.result, failed.targets[0]?.restartsSince], ['failed', 1]);
      one.override(() => false);
      const later = await inCluster({ targets: [podOf(one, 'web-1', { restarts: 1 })], skipped: [] });
      assert.deepEqual([later.targets[0]?.result, later.targets[0]?.restartsSince], ['collected', 1]);
    });

    it('notices that a program without a container was started again', async () => {
      const port = await freePort();
      const at = (one: FakeAgent): CollectTarget => ({ ...urlOf(one), id: `http://127.0.0.1:${port}` });
      const [one, next] = [await agent(), await agent()];
      await collect([at(one)]);
      assert.equal((await collect([at(one)])).targets[0]?.restartsSince, 0);
      assert.equal((await collect([at(next)])).targets[0]?.restartsSince, 1);
    });

    it('names a pod that has vanished, once', async () => {
      const [one, other] = [await agent(), await agent()];
      await inCluster({ targets: [podOf(one, 'web-1'), podOf(other, 'web-2')], skipped: [] });
      const later = await inCluster({ targets: [podOf(other, 'web-2')], skipped: [] });
      const gone = later.targets.find(({ pod }) => pod === 'web-1');
      assert.equal(gone?.result, 'vanished');
      assert.match(
        gone?.reasons[0] ?? '',
        /^it does not exist any more\. Counts after 20\d\d-.* are missing\.$/,
      );
      assert.deepEqual(later.manifest.gone, [gone]);
      const last = await inCluster({ targets: [podOf(other, 'web-2')], skipped: [] });
      assert.deepEqual(
        last.targets.map(({ pod }) => pod),
        ['web-2'],
      );
      assert.equal(last.manifest.gone.length, 1);
    });

    it('treats a pod with the name of an earlier one as another pod', async () => {
      const [one, next] = [await agent(), await agent()];
      await inCluster({ targets: [podOf(one, 'web-0')], skipped: [] });
      const { targets } = await inCluster({ targets: [podOf(next, 'web-0', { uid: 'new' })], skipped: [] });
      assert.deepEqual(
        targets.map(({ uid, result, restartsSince }) => [uid, result, restartsSince]),
        [
          ['uid-of-web-0', 'vanished', null],
          ['new', 'collected', null],
        ],
      );
    });

    it('names the reason why a known pod is skipped', async () => {
      const one = await agent();
      await inCluster({ targets: [podOf(one, 'web-1')], skipped: [] });
      const skipped = [{ pod: 'web-1', container: null, reason: 'it is being deleted' }];
      const { targets, manifest } = await inCluster({ targets: [], skipped });
      assert.match(targets[0]?.reasons[0] ?? '', /^it is being deleted\. Counts after/);
      assert.deepEqual(manifest.skipped, skipped);
    });

    it('leaves targets of other sources alone', async () => {
      const one = await agent();
      await inCluster({ targets: [podOf(one, 'web-1')], skipped: [] });
      const { targets, manifest } = await collect([urlOf(one)]);
      assert.deepEqual([targets.length, manifest.targets.length, manifest.gone.length], [1, 2, 0]);
    });
  });

  describe('in rounds', () => {
    const ends = () => ({ end: new AbortController(), stop: new AbortController() });

    it('collects a last round after the end, and counts nothing twice', async () => {
      const one = await agent();
      const { end } = ends();
      one.hit(1);
      const { targets, number } = await collect([urlOf(one)], {
        watch: 0,
        reset: true,
        end: end.signal,
        onRound({ number: done }) {
          one.hit(1);
          if (done === 3) end.abort();
        },
      });
      assert.equal(number, 4);
      assert.deepEqual([targets[0]?.result, targets[0]?.files], ['collected', 4]);
      assert.deepEqual(sumIn(), [4, 0, 0]);
    });

    it('ends the pause between two rounds at the end', async () => {
      const one = await agent();
      const { end } = ends();
      const { number } = await collect([urlOf(one)], {
        watch: 2 ** 30,
        end: end.signal,
        onRound: () => setImmediate(() => end.abort()),
      });
      assert.equal(number, 2);
    });

    it('stops at once, and keeps what has arrived', async () => {
      const [one, silent] = [await agent(), await agent()];
      const { stop } = ends();
      one.hit(1);
      silent.override(() => {
        // The other agent has one connection, and has answered before this one is asked.
        stop.abort(new Error('interrupted by SIGINT'));
        return true;
      });
      const { targets } = await collect([urlOf(one), urlOf(silent)], {
        concurrency: 1,
        watch: 0,
        stop: stop.signal,
      });
      assert.deepEqual(
        targets.map(({ result, reasons }) => [result, ...reasons]),
        [['collected'], ['failed', 'interrupted by SIGINT']],
      );
      assert.deepEqual(sumIn(), [1, 0, 0]);
    });

    it('collects from an agent that was unreachable in an earlier round', async () => {
      const one = await agent();
      const { end } = ends();
      const results: unknown[] = [];
      one.hit(1);
      one.override((_, response) => response.destroy() !== undefined);
      await collect([urlOf(one)], {
        watch: 0,
        end: end.signal,
        onRound({ targets }) {
          results.push(targets[0]?.result);
          one.override(() => false);
          end.abort();
        },
      });
      assert.deepEqual(results, ['failed', 'collected']);
    });

    it('finds pods that come, and remembers those that go', async () => {
      const [one, other] = [await agent(), await agent()];
      const { end } = ends();
      one.hit(1);
      other.hit(2);
      const lists = [
        [podOf(one, 'web-1')],
        [podOf(one, 'web-1'), podOf(other, 'web-2')],
        [podOf(other, 'web-2')],
        [podOf(other, 'web-2')],
      ];
      const { targets } = await collect([], {
        source: 'app=x',
        watch: 0,
        end: end.signal,
        listTargets: async () => ({ targets: lists.shift() ?? assert.fail(), skipped: [] }),
        onRound({ number }) {
          if (number === 2) end.abort();
        },
      });
      assert.deepEqual(
        targets.map(({ pod, result, files }) => [pod, result, files]),
        [
          ['web-1', 'vanished', 1],
          ['web-2', 'collected', 1],
        ],
      );
      assert.deepEqual(sumIn(), [3, 0, 0]);
    });

    it('goes on if the targets cannot be listed in a later round', async () => {
      const one = await agent();
      const { end } = ends();
      let lists = 0;
      const round = await collect([], {
        watch: 0,
        end: end.signal,
        listTargets: async () => {
          if (++lists === 2) throw new Error('no cluster');
          return { targets: [urlOf(one)], skipped: [] };
        },
        onRound({ number }) {
          if (number === 1) end.abort();
        },
      });
      assert.deepEqual([round.listingFailure, round.targets[0]?.result], ['no cluster', 'collected']);
    });

    it('keeps what has arrived if the targets cannot be listed again at the end', async () => {
      const one = await agent();
      one.hit(1);
      let lists = 0;
      const round = await collect([], {
        source: 'app=x',
        listTargets: async () => {
          if (++lists === 2) throw new Error('no cluster');
          return { targets: [podOf(one, 'web-1')], skipped: [] };
        },
      });
      assert.deepEqual([round.listingFailure, round.targets[0]?.result], ['no cluster', 'collected']);
      assert.equal(round.manifest.targets.length, 1);
    });

    it('rejects if the targets cannot be listed in the first round', async () => {
      await assert.rejects(
        collect([], {
          watch: 0,
          listTargets: async () => {
            throw new Error('no cluster');
          },
        }),
        /no cluster/,
      );
    });
  });

  it('never asks more agents at the same time than allowed', async () => {
    let open = 0;
    let most = 0;
    const one = await agent({ meta: metaOf() });
    const targets = Array.from(
      { length: 12 },
      (_, index): CollectTarget => ({
        ...urlOf(one),
        id: `target-${index}`,
        open: async (signal) => {
          most = Math.max(most, ++open);
          const link = await urlOf(one).open(signal);
          return { ...link, close: async () => void open-- };
        },
      }),
    );
    const { targets: rows } = await collect(targets, { concurrency: 3 });
    assert.deepEqual([most, open, rows.length], [3, 0, 12]);
    const [name = ''] = readdirSync(directory).filter((file) => file.startsWith('covcounters.'));
    assert.equal(decodeCounters(readFileSync(join(directory, name)), name).run, one.run);
  });
});
