/** Names and texts from data stay text in every report, and no report writes outside of its directory. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { escapeHtml } from '../../../src/platform/escape-markup.js';
import { escapeTerminal } from '../../../src/platform/escape-terminal.js';
import { hasChromium, openChromium } from '../../support/chromium.js';
import {
  HOSTILE_FUNCTION,
  HOSTILE_NAMES,
  hostileCoverage,
  hostileSources,
  shownHostileLines,
} from '../../support/hostile-coverage.js';
import {
  type InspectedPage,
  openInspector,
  type PageInspector,
  toFile,
} from '../../support/page-inspector.js';
import { startCovermain } from '../../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../../support/project.js';
import { hasXmllint, lintXml } from '../../support/xmllint.js';

/** A reporter of the project. */
const OWN_REPORTER = `module.exports = class {
  execute(context) {
    const names = [];
    context.getTree().visit({ onDetail: (node) => names.push(node.getFileCoverage().path) });
    const writer = context.writer.writeFile('own.json');
    writer.println(JSON.stringify(names));
    writer.close();
  }
};
`;

const REPORTERS = [
  'html',
  'lcov',
  'clover',
  'cobertura',
  'json',
  'json-summary',
  'text',
  'text-lcov',
  './own.cjs',
];

/** Characters that no line may contain. */
const NOT_IN_LINE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}\ufffd]/u;

describe('hostile names and texts', () => {
  let project: Project;
  let filesBefore: readonly string[];
  let stdout: string;
  let browser: Browser | undefined;

  before(async () => {
    project = makeProject({ ...hostileSources(), 'own.cjs': OWN_REPORTER });
    writeFileSync(project.path('hostile.json'), JSON.stringify(hostileCoverage(project.root)));
    filesBefore = filesBelow(project.root);
    stdout = await report('coverage', REPORTERS);
    await report('spa', ['html-spa']);
    if (hasChromium) browser = await openChromium();
  });

  after(async () => {
    await browser?.close();
    project.remove();
  });

  async function report(directory: string, reporters: readonly string[]): Promise<string> {
    const args = reporters.flatMap((name) => ['--reporter', name]);
    const program = startCovermain(project, ['report', 'hostile.json', '--report-dir', directory, ...args]);
    assert.equal(await program.exitCode, 0, program.output());
    return program.stdout();
  }

  const read = (file: string) => readFileSync(project.path(file), 'utf8');

  it('lead no report out of its directory', () => {
    assert.deepEqual(filesBelow(project.root), filesBefore);
  });

  it('reach reporters of the project and JSON unchanged', () => {
    const paths = HOSTILE_NAMES.map((name) => project.path(name)).sort();
    assert.deepEqual(JSON.parse(read('coverage/own.json')).sort(), paths);
    assert.deepEqual(Object.keys(JSON.parse(read('coverage/coverage-final.json'))).sort(), paths);
    const [, ...summaries] = Object.keys(JSON.parse(read('coverage/coverage-summary.json')));
    assert.deepEqual(summaries.sort(), paths);
  });

  it('begin no record in lcov', () => {
    const lines = read('coverage/lcov.info').split('\n');
    for (const line of lines.slice(0, -1)) {
      assert.match(line, /^(?:(?:TN|SF|FN|FNF|FNH|FNDA|DA|LF|LH|BRDA|BRF|BRH):|end_of_record$)/);
      assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}]/u);
    }
    const names = lines.filter((line) => line.startsWith('SF:')).map((line) => line.slice('SF:'.length));
    assert.equal(names.length, HOSTILE_NAMES.length);
    assert.ok(names.includes('src/größe/日本.js') && names.includes('src/<img src=x onerror=hit()>.js'));
    assert.ok(names.includes('src/a\\nSF:evil.js\\nend_of_record'));
  });

  it('control no terminal and no CI system', () => {
    for (const line of stdout.split('\n')) {
      assert.doesNotMatch(line, NOT_IN_LINE);
      assert.doesNotMatch(line, /^\s*::|##(?:vso|teamcity)?\[/);
    }
    assert.match(stdout, /^ +gone & lost\.js +\|/m);
    assert.match(stdout, /^SF:src\/größe\/日本\.js$/m);
  });

  if (hasXmllint)
    it('leave XML valid', () => {
      const dtd = join(REPOSITORY, 'test/support/cobertura.dtd');
      assert.equal(lintXml('--dtdvalid', dtd, project.path('coverage/cobertura-coverage.xml')), '');
      assert.equal(lintXml(project.path('coverage/clover.xml')), '');
    });
  else it('are not tested with xmllint, which is not installed: apt-get install libxml2-utils');

  if (hasChromium) testInChromium();
  else it('are not tested in Chromium, which is not installed: apt-get install chromium');

  function testInChromium(): void {
    let inspector: PageInspector;

    beforeEach(async () => {
      inspector = await openInspector(browser ?? assert.fail('no browser'), project.root);
    });

    afterEach(async () => {
      await inspector.close();
      assert.deepEqual(inspector.attacks, []);
    });

    it('are in XML as they are', async () => {
      await inspector.open(project.path('coverage/index.html'));
      const attributesOf = (file: string) =>
        inspector.evaluate<readonly ElementAttributes[]>(attributesIn(read(file)));
      const cobertura = await attributesOf('coverage/cobertura-coverage.xml');
      const files = cobertura.filter(({ tag }) => tag === 'class').map(({ filename }) => filename);
      assert.deepEqual(files.sort(), HOSTILE_NAMES.map(shownInXml).sort());
      const methods = new Set(cobertura.filter(({ tag }) => tag === 'method').map(({ name }) => name));
      assert.deepEqual(methods, new Set([shownInXml(HOSTILE_FUNCTION), 'plain']));
      const clover = await attributesOf('coverage/clover.xml');
      const paths = clover.filter(({ tag }) => tag === 'file').map(({ path }) => path);
      assert.deepEqual(paths.sort(), HOSTILE_NAMES.map((name) => shownInXml(project.path(name))).sort());
    });

    it('are text in HTML pages, each of which a link leads to', async () => {
      const seen = new Map<string, InspectedPage>();
      const next = [project.path('coverage/index.html')];
      for (let file = next.pop(); file !== undefined; file = next.pop()) {
        if (seen.has(file)) continue;
        assert.ok(file.startsWith(project.path('coverage/')), file);
        const page = await inspector.open(file);
        seen.set(file, page);
        next.push(...page.links);
      }
      const pages = [...seen.values()].filter(({ source }) => source !== null);
      assert.equal(pages.length, HOSTILE_NAMES.length);
      const headings = pages.map(({ heading }) => heading);
      for (const name of HOSTILE_NAMES)
        assert.ok(
          headings.some((heading) => heading.endsWith(` ${shownInPage(name)}`)),
          `${name} in ${headings}`,
        );
      const sources = pages.filter(({ source }) => source?.includes('function f'));
      assert.ok(sources.length >= Object.keys(hostileSources()).length);
      for (const { source } of sources) assert.deepEqual(linesOf(source ?? ''), shownHostileLines());
    });

    it('are text in the table of html-spa, whose links lead to the pages', async () => {
      const index = project.path('spa/index.html');
      await inspector.open(index);
      await inspector.evaluate(`document.querySelectorAll('.toggle__option')[1].click()`);
      const links = await inspector.evaluate<
        readonly Link[]
      >(`[...document.querySelectorAll('td.file a')].map((link) => {
        link.focus();
        return { text: link.textContent, href: link.href };
      })`);
      assert.deepEqual(links.map(({ text }) => text).sort(), [...HOSTILE_NAMES].sort());
      for (const { text, href } of links) {
        const [, title = ''] =
          /<title>Code coverage report for (.*?)<\/title>/s.exec(readFileSync(toFile(href), 'utf8')) ?? [];
        assert.equal(title, escapeHtml(text).replaceAll('\ud83d', '\ufffd'));
      }
    });
  }
});

interface Link {
  readonly text: string;
  readonly href: string;
}

type ElementAttributes = Readonly<Record<string, string>> & { readonly tag: string };

/** Returns an expression that parses XML and returns the attributes of all elements. */
function attributesIn(xml: string): string {
  return `(() => {
    const parsed = new DOMParser().parseFromString(${JSON.stringify(xml)}, 'application/xml');
    const error = parsed.querySelector('parsererror');
    if (error) throw new Error(error.textContent);
    return [...parsed.querySelectorAll('*')].map((element) => ({
      tag: element.localName,
      ...Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    }));
  })()`;
}

/** Returns the lines of a source in a page, without the letters that mark branches. A mark may cut a character. */
function linesOf(source: string): readonly string[] {
  const lines = source
    .replaceAll('\ufffd\ufffd', '😀')
    .replace(/^[IE](?=if)/gm, '')
    .split('\n');
  return lines.map((line) => line.replace('\u00a0', '').trimEnd());
}

/** Returns a text in which characters that XML cannot contain are visible. */
function shownInXml(text: string): string {
  return text.replace(
    /(?![\t\n\r])[\p{Cc}\p{Surrogate}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Returns the end of the heading of a page. */
function shownInPage(name: string): string {
  return escapeTerminal(basename(name));
}

/** Returns the paths below a directory, without the modules and the reports. */
function filesBelow(root: string): readonly string[] {
  const names = readdirSync(root).filter((name) => !['node_modules', 'coverage', 'spa'].includes(name));
  const isDirectory = (name: string) => statSync(join(root, name)).isDirectory();
  return names.flatMap((name) =>
    isDirectory(name) ? readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).sort() : [name],
  );
}
