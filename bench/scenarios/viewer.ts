/** Effect of a viewer, such as the live page, on the program that it watches. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Request } from '../http/connection.js';
import { type LoadGenerator, startLoadGenerator } from '../http/load.js';
import { awaitAgent, dumpBy, type LiveApp, type StartedOnce, startedOnce, usageOf } from '../live.js';
import { appText, createSeat, type Project } from '../project.js';
import type { Bench, Row, Sample, Scenario, Table } from '../scenario.js';
import { COVERMAIN_ALONE, PLAIN, type Variant } from '../variants.js';
import { startWatching } from '../viewer/watching.js';
import { SHOP_REQUESTS, shopProject } from './express.js';
import { compilerText } from './typescript.js';

const UNWATCHED = 'covermain, no viewer';
const STREAM = 'covermain, an event stream';
const PAGE = 'covermain, the live page';

/** Files in `bench/viewer/`, by the name of their row. */
const VIEWERS: Readonly<Record<string, string>> = {
  [STREAM]: './event-stream.ts',
  [PAGE]: './live-page.ts',
};

const CONNECTIONS = 10;
const WARM_UP_REQUESTS = 12_000;

/** Milliseconds between the first message of a viewer and the measurement. */
const SETTLE_TIME = 3_000;

interface Service {
  readonly name: string;
  readonly project: () => Project;
  readonly mix: readonly Request[];
}

const SERVICES: readonly Service[] = [
  { name: 'express', project: shopProject, mix: SHOP_REQUESTS },
  {
    name: 'typescript',
    project: () => ({
      files: { 'app.cjs': appText('compiler-service.cjs'), 'lib/typescript.js': compilerText() },
    }),
    mix: [{ method: 'GET', path: '/' }],
  },
];

export const viewer: Scenario = {
  name: 'viewer',
  isolates:
    'Effect of a viewer on a server under load, with a few thousand counters and with 147,000. All rows of covermain measure ' +
    'the same process, in turn. The viewer and the load generator are processes on the same cores, so requests per second ' +
    'and delays include what they take. CPU is the time of all threads of the server, among them the agent. The delay of the event ' +
    'loop is measured with monitorEventLoopDelay, whose timer fires every millisecond.',
  rounds: { full: 9, quick: 2 },
  metrics: [
    { name: 'requests', unit: '1/s' },
    { name: 'CPU', unit: 'µs per request' },
    { name: 'delay, median', unit: 'ms' },
    { name: 'delay, 99 %', unit: 'ms' },
    { name: 'longest delay', unit: 'ms' },
    { name: 'messages', unit: '1/s' },
    { name: 'CPU of the viewer', unit: 'ms/s' },
  ],
  targets: [
    { metric: 'CPU', row: STREAM, than: UNWATCHED, factor: 1.05 },
    { metric: 'CPU', row: PAGE, than: UNWATCHED, factor: 1.05 },
    { metric: 'delay, 99 %', row: STREAM, than: UNWATCHED, more: 1 },
    { metric: 'delay, 99 %', row: PAGE, than: UNWATCHED, more: 1 },
  ],
  tables: async (bench) => SERVICES.map((service) => tableOf(bench, service)),
};

function tableOf(bench: Bench, service: Service): Table {
  const files = service.project();
  const duration = bench.isQuick ? 2_000 : 4_000;
  const generator = startLoadGenerator();
  const serverOf = (variant: Variant): StartedOnce =>
    startedOnce(createSeat(bench.createDirectory('viewer'), variant, bench.node, files), [
      'app.cjs',
      '--delays',
    ]);
  const [plain, measured] = [serverOf(PLAIN), serverOf(COVERMAIN_ALONE)];
  const measuring = { generator, mix: service.mix };
  const watchedRow = (name: string, file?: string): Row => ({
    name,
    counts: true,
    prime: async () => void (await load(await measured.get(), measuring, { requests: WARM_UP_REQUESTS })),
    sample: async () => measureWatched(await measured.get(), { ...measuring, duration }, file),
  });
  const rows: readonly Row[] = [
    {
      name: PLAIN.name,
      counts: false,
      prime: async () => void (await load(await plain.get(), measuring, { requests: WARM_UP_REQUESTS })),
      sample: async () => ({
        ...(await measureLoad(await plain.get(), { ...measuring, duration })),
        isCounting: false,
      }),
    },
    watchedRow(UNWATCHED),
    ...Object.entries(VIEWERS).map(([name, file]) => watchedRow(name, file)),
  ];
  const close = async () => {
    generator.close();
    await Promise.all([plain.close(), measured.close()]);
  };
  return { title: `viewer, ${service.name}, ${CONNECTIONS} connections`, base: UNWATCHED, rows, close };
}

interface Measuring {
  readonly generator: LoadGenerator;
  readonly mix: readonly Request[];
}

type MeasuringFor = Measuring & { readonly duration: number };

/** @param file name of the viewer's file @default no viewer */
async function measureWatched(app: LiveApp, measuring: MeasuringFor, file?: string): Promise<Sample> {
  const socket = await awaitAgent(app);
  const order = { root: app.seat.root, socket };
  const watching = file === undefined ? undefined : await startWatching(file, order);
  // The start of a viewer, which reads everything once, is not measured. All rows wait, so that all have the same pauses.
  await delay(SETTLE_TIME);
  const [before, start] = [await watching?.usage(), performance.now()];
  const { values, check } = await measureLoad(app, measuring);
  const [after, seconds] = [await watching?.usage(), (performance.now() - start) / 1_000];
  await watching?.end();
  const { counts } = await dumpBy(socket);
  const used =
    before && after
      ? {
          messages: (after.messages - before.messages) / seconds,
          'CPU of the viewer': (after.cpu - before.cpu) / seconds,
        }
      : {};
  return { values: { ...values, ...used }, check, isCounting: counts.total > 0 };
}

async function measureLoad(app: LiveApp, measuring: MeasuringFor): Promise<Omit<Sample, 'isCounting'>> {
  const before = (await usageOf(app)).values.CPU ?? Number.NaN;
  const { duration } = measuring;
  const { time, latencies, check } = await load(app, measuring, { duration });
  const { port: _, RSS: __, CPU = Number.NaN, ...delays } = (await usageOf(app)).values;
  const requests = latencies.length + measuring.mix.length;
  const values = {
    requests: (latencies.length / time) * 1_000,
    CPU: ((CPU - before) / requests) * 1_000,
    ...delays,
  };
  return { values, check };
}

function load(
  { report }: LiveApp,
  { generator, mix }: Measuring,
  limit: { readonly requests: number } | { readonly duration: number },
) {
  return generator.load({ port: report.values.port ?? 0, connections: CONNECTIONS, mix, ...limit });
}
