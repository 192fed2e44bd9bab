/** Opens pages of reports in Chromium, and finds what only texts from data could have put there. */
import assert from 'node:assert/strict';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';

export interface PageInspector {
  /** Opens a page. */
  readonly open: (file: string) => Promise<InspectedPage>;
  /** Evaluates an expression in the page. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
  /** Dialogs, calls of the function `hit`, requests for other than files of the directory, and elements that reports do not have. */
  readonly attacks: readonly string[];
  readonly close: () => Promise<void>;
}

export interface InspectedPage {
  /** Text of the heading; empty without one. */
  readonly heading: string;
  /** Text of the source; `null` without one. */
  readonly source: string | null;
  /** Absolute paths of the files to which its links lead. */
  readonly links: readonly string[];
}

/** Elements of Istanbul's reports. */
const ELEMENTS =
  /^(?:html|head|title|meta|link|style|body|script|div|h1|span|p|em|template|input|table|thead|tbody|tr|th|td|pre|a|button|ol|li)$/;

/** Attributes that run scripts or load files, where reports have none. */
const HARMFUL_ATTRIBUTE = /^(?:on|srcdoc|srcset|action|formaction|background|ping)/;

/** Scripts of Istanbul's reports. Scripts in the page have no path. */
const SCRIPT = /^(?:(?:\.\.\/)*(?:prettify|sorter|block-navigation)\.js|bundle\.js)?$/;

/** Maximum number of scripts of a page. */
const MAXIMUM_SCRIPTS = 4;

const INSPECT = `({
  heading: document.querySelector('h1')?.textContent ?? '',
  source: document.querySelector('td.text pre')?.textContent ?? null,
  links: [...document.querySelectorAll('a[href]:not([target], [href="javascript:void(0)"])')].map(({ href }) => href),
  elements: [...document.querySelectorAll('*')].map(({ localName }) => localName),
  attributes: [...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes].map(({ name }) => name)),
  scripts: [...document.scripts].map((script) => script.getAttribute('src') ?? ''),
})`;

type Found = InspectedPage & Readonly<Record<'elements' | 'attributes' | 'scripts', readonly string[]>>;

/** Opens an inspector. @param root absolute path of the directory whose files pages may request */
export async function openInspector(browser: Browser, root: string): Promise<PageInspector> {
  const page = await browser.newPage();
  const attacks: string[] = [];
  page.on('dialog', (dialog) => {
    attacks.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!isBelow(request.url(), root)) attacks.push(`request ${request.url()}`);
  });
  await page.exposeFunction('hit', () => attacks.push('a call of hit'));
  const open = async (file: string): Promise<InspectedPage> => {
    await page.goto(pathToFileURL(file).href);
    const found = await page.evaluate<Found>(INSPECT);
    attacks.push(...found.elements.filter((name) => !ELEMENTS.test(name)));
    attacks.push(...found.attributes.filter((name) => HARMFUL_ATTRIBUTE.test(name)));
    attacks.push(...found.scripts.filter((path) => !SCRIPT.test(path)));
    if (found.scripts.length > MAXIMUM_SCRIPTS) attacks.push(`${found.scripts.length} scripts`);
    return { ...found, links: [...new Set(found.links.map(toFile))] };
  };
  return { open, evaluate: (expression) => page.evaluate(expression), attacks, close: () => page.close() };
}

/** Returns the path to which a link leads. */
export function toFile(address: string): string {
  const url = new URL(address);
  assert.equal(url.protocol, 'file:', address);
  assert.equal(url.search, '', address);
  url.hash = '';
  return fileURLToPath(url);
}

function isBelow(url: string, root: string): boolean {
  return url.startsWith(`${pathToFileURL(root).href}/`);
}
