/** Frames of the live page while it is scrolled and counters stream. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../../test/support/chromium.js';
import { buildBenchPage } from '../page/build.js';
import { measureScrolling, valuesOfFrames } from '../page/frames.js';
import { countReceived, openLivePage } from '../page/live-page.js';
import { LARGE_MODULE, streamingProject } from '../page/program.js';
import type { ScrollOptions } from '../page/scroll.js';
import { LARGE_FILE } from '../page/synthetic-source.js';
import { createSeat } from '../project.js';
import {
  type Bench,
  type Row,
  type Sample,
  type Scenario,
  SkippedScenario,
  type Table,
} from '../scenario.js';
import { COVERMAIN_ALONE } from '../variants.js';

const STILL = 'without new counters';
const STREAMING = 'while counters stream';
const LIVE = 'with a measured program';

/** Pieces of streams that a page receives at least in a second while counters change. */
const LEAST_RECEIVED = 3;

interface List {
  readonly title: string;
  /** Returns the parameters of the address. @param largeFile path of the large file */
  readonly parameters: (largeFile: string) => string;
  readonly scroll: Omit<ScrollOptions, 'duration'>;
  /** Prepares the page. */
  readonly open: (page: Page) => Promise<void>;
}

const LISTS: readonly List[] = [
  {
    title: 'page, a tree of 5,000 files',
    parameters: () => '',
    scroll: { selector: '.tree-scroll', step: 60 },
    async open(page) {
      // A filtered tree is expanded.
      await page.getByRole('searchbox').fill('src/');
      await page
        .getByText(/^file-0\.[jt]s$/)
        .first()
        .waitFor();
    },
  },
  {
    title: 'page, a source of 20,000 lines',
    parameters: (largeFile) => `file=${largeFile}`,
    scroll: { selector: '.code-scroller', step: 60 },
    open: (page) => page.getByText('function0').first().waitFor(),
  },
];

export const page: Scenario = {
  name: 'page',
  isolates:
    'Smoothness of the live page in Chromium without a graphics processor: the time between two frames while a list scrolls. ' +
    'Four times a second, 500 files of 5,000 change, and 2,000 counters of a file. In the first two rows the page gets them from its ' +
    'own thread. In the last one they come from a program, its agent and `covermain open`, which share the processors with Chromium.',
  rounds: { full: 5, quick: 1 },
  metrics: [
    { name: 'median', unit: 'ms' },
    { name: '99 %', unit: 'ms' },
    { name: 'longest', unit: 'ms' },
    { name: 'over 50 ms', unit: 'frames' },
    { name: 'longest task', unit: 'ms' },
  ],
  targets: [STREAMING, LIVE].map((row) => ({ metric: 'longest', row, most: 50 })),
  async tables(bench) {
    if (!hasChromium) throw new SkippedScenario('Chromium is not installed.');
    return LISTS.map((list) => tableOf(bench, list));
  },
};

function tableOf(bench: Bench, { title, parameters, scroll, open }: List): Table {
  const file = pathToFileURL(buildBenchPage(bench.createDirectory('page')));
  const seat = createSeat(bench.createDirectory('page'), COVERMAIN_ALONE, bench.node, streamingProject());
  const duration = bench.isQuick ? 3_000 : 10_000;
  let browser: Promise<Browser> | undefined;
  const openTab = async () => {
    browser ??= openChromium();
    return (await browser).newPage();
  };
  const measure = async (tab: Page, address: string): Promise<Sample> => {
    await tab.goto(address);
    await open(tab);
    const values = valuesOfFrames(await measureScrolling(tab, { ...scroll, duration }));
    return { values, check: '', isCounting: false };
  };
  const synthetic = (name: string, query: string): Row => ({
    name,
    counts: false,
    sample: () => closing(openTab(), (tab) => measure(tab, `${file}${query}#${parameters(LARGE_FILE)}`)),
  });
  const measured: Row = {
    name: LIVE,
    counts: false,
    // The program starts anew, because its files are covered after a minute.
    sample: () =>
      closing(openLivePage(seat, bench.node), ({ address }) =>
        closing(openTab(), async (tab) => {
          const received = await countReceived(tab);
          const sample = await measure(tab, `${address}&${parameters(LARGE_MODULE)}`);
          if (received() < (LEAST_RECEIVED * duration) / 1_000)
            throw new Error(`the page received ${received()} pieces of its streams only`);
          return sample;
        }),
      ),
  };
  return {
    title,
    base: STILL,
    rows: [synthetic(STILL, ''), synthetic(STREAMING, '?streaming'), measured],
    close: async () => void (await (await browser)?.close()),
  };
}

/** Works with what is opened, and closes it. */
async function closing<Opened extends { readonly close: () => Promise<void> }, Result>(
  opening: Promise<Opened>,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const opened = await opening;
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
