/** The messages in `docs/troubleshooting.md` are those that programs in containers print. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildQuotesImage, QUOTES_IMAGE } from '../support/containers/images.js';
import type { Podman } from '../support/containers/podman.js';
import { podmanOrSkip } from '../support/containers/suite.js';
import { REPOSITORY } from '../support/project.js';

const TOKEN_ON_ALL = ['--env', 'COVER_HTTP_HOST=0.0.0.0'];

/** Title, options of `podman run`, and how the lines start that the page must contain. */
const CASES = [
  [
    'a working directory that cannot be written',
    [],
    ['covermain: Cannot write /app/coverage-data/TIME: EACCES'],
  ],
  [
    'a read-only root file system',
    ['--read-only', '--read-only-tmpfs=false'],
    ['covermain: Cannot write /app/coverage-data/TIME: EROFS', 'covermain: Cannot create a private socket'],
  ],
  ['an address without a token', TOKEN_ON_ALL, ['covermain: Nothing is measured: Invalid COVER_HTTP_HOST']],
  [
    'a token that is too short',
    [...TOKEN_ON_ALL, '--env', 'COVER_TOKEN=abc'],
    ['covermain: Nothing is measured: Invalid COVER_TOKEN'],
  ],
] as const;

describe('docs/troubleshooting.md', function () {
  this.timeout(600_000);
  let podman: Podman;
  const page = normalize(readFileSync(join(REPOSITORY, 'docs/troubleshooting.md'), 'utf8'));

  before(async function () {
    podman = await podmanOrSkip(this);
    await buildQuotesImage(podman);
  });

  for (const [title, options, starts] of CASES)
    it(`has the message about ${title}`, async () => {
      const lines = await printedBy(options);
      for (const start of starts) {
        const line = lines.find((one) => one.startsWith(start));
        assert.ok(line, `expected a line that starts with ${start} among ${lines.join('\n')}`);
        assert.ok(page.includes(line), `the page does not contain ${line}`);
      }
    });

  /** Returns what a program prints to stderr that listens and then ends. */
  async function printedBy(options: readonly string[]): Promise<readonly string[]> {
    const variables = ['--env', 'NODE_OPTIONS=--conditions=covermain --import covermain/auto'];
    const args = ['run', '--rm', '--network', 'none', '--env', 'PORT=0', ...variables, ...options];
    const script = "import('/app/src/server.js').then(() => setTimeout(() => process.exit(), 1500))";
    const text = await podman.runForStderr([...args, QUOTES_IMAGE, '-e', script]);
    return normalize(text).split('\n');
  }
});

/** Replaces times and random parts of names. */
function normalize(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z/g, 'TIME')
    .replace(/[\w-]+\.sock/g, '….sock')
    .replace(/covermain-65532-[0-9a-f]+/g, 'covermain-65532-…');
}
