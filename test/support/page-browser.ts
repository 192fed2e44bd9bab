/** Opens the page with the made-up data of page-source.js, as a server with the page's policy would serve it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { bundleEntry } from '../../scripts/build/page.js';
import { recordPageErrors } from './page-errors.js';
import { REPOSITORY } from './project.js';

const ORIGIN = 'http://page.test';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:";

export interface TestPageOptions {
  readonly browser: Browser;
  readonly theme?: 'light' | 'dark';
  /** Text after `#`. */
  readonly fragment?: string;
  /** Whether the program can be acted on. @default true */
  readonly acts?: boolean;
}

/** Errors of the page and blocked resources are thrown by the returned function. */
export async function openTestPage(
  options: TestPageOptions,
): Promise<{ page: Page; assertQuiet: () => void }> {
  const { browser, theme = 'light', fragment = '', acts = true } = options;
  const page = await browser.newPage({ colorScheme: theme, viewport: { width: 1280, height: 800 } });
  const errors = recordPageErrors(page);
  const files = bundleTestPage(acts);
  await page.route(`${ORIGIN}/**`, (route) => {
    const [body, contentType] = files.get(new URL(route.request().url()).pathname) ?? ['', 'image/png'];
    return route.fulfill({ body, contentType, headers: { 'Content-Security-Policy': POLICY } });
  });
  await page.goto(`${ORIGIN}/#${fragment}`);
  await page.getByRole('treegrid').getByRole('row').nth(1).waitFor();
  return {
    page,
    assertQuiet: () => {
      if (errors.length > 0) throw new Error(errors.join('\n'));
    },
  };
}

function bundleTestPage(acts: boolean): ReadonlyMap<string, readonly [body: string, type: string]> {
  const { script, styles } = bundleEntry(
    REPOSITORY,
    `import { startPage } from './start-page.js';
    import { createTestSource } from '../../test/support/page-source.js';
    startPage(document.getElementById('app'), createTestSource(${acts}));`,
  );
  return new Map([
    ['/', [readFileSync(join(REPOSITORY, 'src/page/index.html'), 'utf8'), 'text/html']],
    ['/page.js', [script, 'text/javascript']],
    ['/page.css', [styles, 'text/css']],
  ]);
}

/** Returns a sentence for each violation of the rules of axe-core. */
export async function findAccessViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const results = (await page.evaluate('axe.run()')) as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
