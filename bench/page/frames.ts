/** Scrolls a list in a browser and measures its frames. */
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { inRepository } from '../project.js';
import { quantile } from '../run/statistics.js';
import type { Frames, ScrollOptions } from './scroll.js';

/** Scrolls down, and again from the top when the end is reached. */
export async function measureScrolling(page: Page, options: ScrollOptions): Promise<Frames> {
  // As a text, because the compiler of the benchmarks adds names that the browser does not know.
  const result = await page.evaluate(`${bundleScroll()}; scrolling.scroll(${JSON.stringify(options)})`);
  const { frames, longestTask } = result as Frames;
  if (frames.length === 0) throw new Error(`${options.selector} has not scrolled`);
  return { frames: [...frames].sort((a, b) => a - b), longestTask };
}

/** Values of the metrics of the scenario. */
export function valuesOfFrames({ frames, longestTask }: Frames): Readonly<Record<string, number>> {
  return {
    median: quantile(frames, 0.5),
    '99 %': quantile(frames, 0.99),
    longest: quantile(frames, 1),
    'over 50 ms': frames.filter((frame) => frame > 50).length,
    'longest task': longestTask,
  };
}

function bundleScroll(): string {
  const entryPoints = [inRepository('bench/page/scroll.ts')];
  const { outputFiles } = buildSync({
    entryPoints,
    format: 'iife',
    globalName: 'scrolling',
    bundle: true,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
