/** Opens the page with the made-up data of page-source.js, as a server with the page's policy would serve it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { Browser, Page } from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '../..');
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
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
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
  const contents = `
    import { startPage } from './src/page/start-page.tsx';
    import { createTestSource } from './test/support/page-source.js';
    startPage(document.getElementById('app'), createTestSource(${acts}));`;
  const common = { bundle: true, write: false, absWorkingDir: ROOT } as const;
  const script = buildSync({
    ...common,
    stdin: { contents, resolveDir: ROOT },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfig: resolve(ROOT, 'src/page/tsconfig.json'),
  });
  const styles = buildSync({ ...common, entryPoints: ['src/page/page.css'] });
  return new Map([
    ['/', [readFileSync(resolve(ROOT, 'src/page/index.html'), 'utf8'), 'text/html']],
    ['/page.js', [script.outputFiles[0]?.text ?? '', 'text/javascript']],
    ['/page.css', [styles.outputFiles[0]?.text ?? '', 'text/css']],
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
