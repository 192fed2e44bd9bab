/** Frames of the live page while it is scrolled and counters stream. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../../test/support/chromium.js';
import { buildBenchPage } from '../page/build.js';
import { measureScrolling, valuesOfFrames } from '../page/frames.js';
import type { ScrollOptions } from '../page/scroll.js';
import { LARGE_FILE } from '../page/synthetic-source.js';
import { type Bench, type Row, type Scenario, SkippedScenario, type Table } from '../scenario.js';

const STILL = 'without new counters';
const STREAMING = 'while counters stream';

interface List {
  readonly title: string;
  readonly fragment: string;
  readonly scroll: Omit<ScrollOptions, 'duration'>;
  /** Prepares the page. */
  readonly open: (page: Page) => Promise<void>;
}

const LISTS: readonly List[] = [
  {
    title: 'page, a tree of 5,000 files',
    fragment: '',
    scroll: { selector: '.tree-scroll', step: 60 },
    async open(page) {
      // A filtered tree is expanded.
      await page.getByRole('searchbox').fill('src/');
      await page.getByText('file-0.ts').first().waitFor();
    },
  },
  {
    title: 'page, a source of 20,000 lines',
    fragment: `#file=${LARGE_FILE}`,
    scroll: { selector: '.code-scroller', step: 60 },
    open: (page) => page.getByText('function0').first().waitFor(),
  },
];

export const page: Scenario = {
  name: 'page',
  isolates:
    'Smoothness of the live page in Chromium without a graphics processor: the time between two frames while a list scrolls. ' +
    'Four times a second, 500 files of 5,000 change, or 2,000 counters of a file. The page gets them from its own thread, ' +
    'so no server takes part.',
  rounds: { full: 5, quick: 1 },
  metrics: [
    { name: 'median', unit: 'ms' },
    { name: '99 %', unit: 'ms' },
    { name: 'longest', unit: 'ms' },
    { name: 'over 50 ms', unit: 'frames' },
    { name: 'longest task', unit: 'ms' },
  ],
  targets: [{ metric: 'longest', row: STREAMING, most: 50 }],
  async tables(bench) {
    if (!hasChromium) throw new SkippedScenario('Chromium is not installed.');
    return LISTS.map((list) => tableOf(bench, list));
  },
};

function tableOf(bench: Bench, { title, fragment, scroll, open }: List): Table {
  const file = buildBenchPage(bench.createDirectory('page'));
  const duration = bench.isQuick ? 3_000 : 10_000;
  let browser: Promise<Browser> | undefined;
  const rowFor = (name: string, query: string): Row => ({
    name,
    counts: false,
    async sample() {
      browser ??= openChromium();
      const tab = await (await browser).newPage();
      try {
        await tab.goto(`${pathToFileURL(file)}${query}${fragment}`);
        await open(tab);
        const values = valuesOfFrames(await measureScrolling(tab, { ...scroll, duration }));
        return { values, check: '', isCounting: false };
      } finally {
        await tab.close();
      }
    },
  });
  return {
    title,
    base: STILL,
    rows: [rowFor(STILL, ''), rowFor(STREAMING, '?streaming')],
    close: async () => void (await (await browser)?.close()),
  };
}
