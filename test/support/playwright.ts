/** Projects with Playwright in which the recipe of docs/playwright.md is set up. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, hasChromium } from './chromium.js';
import { installPacked } from './packed-package.js';
import { freePort } from './ports.js';
import { makeScratchProject, type Project, REPOSITORY } from './project.js';
import { type DocumentBlock, readBlocks, writeBlock } from './transcripts.js';

/** The server that the page measures. Transcripts of the page have its line numbers. */
const SERVER = `const { createServer } = require('node:http');

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/cart') showCart(response);
  else if (pathname === '/coupon') addCoupon(searchParams.get('code'), response);
  else if (pathname === '/meet') meet(response);
  else response.end('ready');
}).listen(8080, '127.0.0.1');

function showCart(response) {
  response.setHeader('content-type', 'text/html');
  response.end('<link rel="icon" href="data:,"><h1>Your cart</h1>');
}

function addCoupon(code, response) {
  if (code === 'SUMMER') response.end('added');
  else rejectCoupon(response);
}

function rejectCoupon(response) {
  response.statusCode = 400;
  response.end('unknown coupon');
}

/** Responds to two requests when both have arrived. */
function meet(response) {
  waiting.push(response);
  if (waiting.length === 2) for (const one of waiting.splice(0)) one.end('met');
}

const waiting = [];
`;

const PAGE = join(REPOSITORY, 'docs/playwright.md');

/** Port of the server on the page. */
const PAGE_PORT = '8080';

export interface PlaywrightProject extends Project {
  /** The transcripts of the page. */
  readonly transcripts: readonly DocumentBlock[];
}

/**
 * Creates a project with the files that the page shows. The server has a free port, does not write its profile at
 * intervals, and Playwright uses the installed Chromium; all else is as on the page.
 */
export async function makePlaywrightProject(suite: Mocha.Context): Promise<PlaywrightProject> {
  const port = String(await freePort());
  const blocks = readBlocks(readFileSync(PAGE, 'utf8').replaceAll(PAGE_PORT, port), 'adoption');
  const project = makeScratchProject({
    'package.json': JSON.stringify({ name: 'shop' }),
    'src/server.js': SERVER.replace(PAGE_PORT, port),
  });
  installPacked(project.root, ['@playwright/test@1'], suite);
  for (const block of blocks.filter(({ file }) => file !== undefined)) writeBlock(project, block);
  renameSync(project.path('playwright.config.ts'), project.path('recipe.config.ts'));
  const browser = hasChromium ? `, launchOptions: { executablePath: '${findChromium()}' }` : '';
  writeFileSync(
    project.path('playwright.config.ts'),
    `import recipe from './recipe.config';
const webServer = { ...recipe.webServer, env: { COVER_FLUSH: 'off' } };
export default { ...recipe, webServer, use: { ...recipe.use${browser} } };
`,
  );
  return { ...project, transcripts: blocks.filter(({ file }) => file === undefined) };
}
