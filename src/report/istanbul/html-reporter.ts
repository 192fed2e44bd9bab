/** Istanbul's HTML reporters with escaped names, texts and links. */
import libCoverage, { type BranchMapping, type FileCoverage } from 'istanbul-lib-coverage';
import type { Context, FileWriter, ReportNode, Summarizers } from 'istanbul-lib-report';
import istanbulReports from 'istanbul-reports';
import { messageOf } from '../../platform/errors.js';
import { escapeHtml } from '../../platform/escape-markup.js';
import { escapeTerminal } from '../../platform/escape-terminal.js';
import type { Reporter, ReporterOptions } from '../reporter.js';
import { override, withNodes } from './escaped-names.js';
import { findWrongLinks, linkPages, namePages } from './html-pages.js';
import { withSessions } from './html-sessions.js';
import { insertMarksOnce } from './insert-marks.js';

/** Options of Istanbul's HTML reporters. */
export interface HtmlOptions extends Partial<ReporterOptions> {
  /** Directory below that of the report. @default the directory of the report */
  readonly subdir?: string;
}

/** The method of Istanbul's HTML reporter that returns the links above a page. It does not escape names. */
interface Breadcrumbs {
  getBreadcrumbHtml: (node: ReportNode) => string;
}

/** Creates the reporter `html`: pages for directories and files. */
export function createHtmlReporter(options: HtmlOptions): Reporter {
  return {
    execute(context) {
      const linkMapper = linkPages(namePages(rootOf(context), 'page'));
      const reporter = istanbulReports.create('html', { ...options, linkMapper } as HtmlOptions);
      const breadcrumbs = reporter as unknown as Breadcrumbs;
      const getBreadcrumbHtml = breadcrumbs.getBreadcrumbHtml.bind(breadcrumbs);
      breadcrumbs.getBreadcrumbHtml = (node) => getBreadcrumbHtml(escapeNode(node));
      const shown = withHtmlSources(withNodes(context, showControls));
      reporter.execute(withSessions(shown, linkMapper, options.sessions));
    },
  };
}

/** Creates the reporter `html-spa`: pages for files, and a table of files that a script draws. */
export function createHtmlSpaReporter(options: HtmlOptions): Reporter {
  return {
    execute(context) {
      const root = rootOf(context, 'nested');
      const pages = namePages(root, 'spa-page');
      const linkMapper = linkPages(pages);
      const reporter = istanbulReports.create('html-spa', { ...options, linkMapper } as HtmlOptions);
      const correctLinks = createLinkScript(findWrongLinks(root, pages));
      const toIndex = (html: string) =>
        escapeScriptData(html).replace('</body>', () => `${correctLinks}</body>`);
      const writer = changeFile(context.writer, linkMapper.getPath(root), toIndex);
      const shown = override(withHtmlSources(context), { writer });
      reporter.execute(withSessions(shown, linkMapper, options.sessions));
    },
  };
}

function rootOf(context: Context, summarizer?: Summarizers): ReportNode {
  return context.getTree(summarizer).getRoot() as ReportNode;
}

/** Makes control characters in the name of a node visible, because browsers leave them out. */
function showControls(node: ReportNode) {
  return { getRelativeName: () => escapeTerminal(node.getRelativeName()) };
}

/** Returns a view of a node in which its name and those of its ancestors are escaped. */
function escapeNode(node: ReportNode): ReportNode {
  const parent = node.getParent() as ReportNode | null;
  return override(node, {
    parent: parent && escapeNode(parent),
    getRelativeName: () => escapeHtml(node.getRelativeName()),
  });
}

/**
 * Returns a context whose sources and errors are safe in pages. Istanbul marks missed code with the characters U+0001 and
 * U+0002, which become `<` and `>` after it has escaped the source. So their symbols replace the control characters, one
 * for one, which keeps columns.
 */
function withHtmlSources(context: Context): Context {
  insertMarksOnce();
  const getSource = (path: string): string => {
    try {
      return context.getSource(path).replace(CONTROLS, toSymbol);
    } catch (error) {
      throw new HtmlSentence(messageOf(error));
    }
  };
  const shown = withNodes(context, (node) => {
    const coverage = node.isSummary() ? undefined : withShownBranches(node.getFileCoverage());
    return { getFileCoverage: () => coverage };
  });
  return override(shown, { getSource });
}

/**
 * Returns coverage whose branches Istanbul can mark. It marks an arm of an `if` that the source does not contain at the arm
 * before it, and fails if there is none. As a branch of another type, such an `if` has no mark for that arm.
 */
function withShownBranches(coverage: FileCoverage): FileCoverage {
  const isShown = ({ type, locations: [first] }: BranchMapping) =>
    type !== 'if' || first?.start.line !== undefined;
  const { data } = coverage;
  const branches = Object.entries(data.branchMap);
  if (branches.every(([, branch]) => isShown(branch))) return coverage;
  const branchMap = branches.map(([id, branch]) => [
    id,
    isShown(branch) ? branch : { ...branch, type: 'branch' },
  ]);
  return libCoverage.createFileCoverage({ ...data, branchMap: Object.fromEntries(branchMap) });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are the subject
const CONTROLS = /[\0-\x08\x0e-\x1f]/g;

/** Returns the symbol of a control character, such as `␁`. */
function toSymbol(control: string): string {
  return String.fromCharCode(0x2400 + control.charCodeAt(0));
}

/**
 * Istanbul's HTML reporter renders the message and the stack of an error as source lines, without escaping them. So this
 * error escapes its message, has no stack, and hides line numbers and syntax colours.
 */
class HtmlSentence extends Error {
  constructor(sentence: string) {
    const style = '<style class="nocode">.line-count, .line-coverage { visibility: hidden }</style>';
    super(`${style}<span class="nocode">${escapeHtml(sentence)}</span>`);
    this.stack = '';
  }
}

/** Returns a writer that changes the text of one file. */
function changeFile(writer: FileWriter, changed: string, change: (text: string) => string): FileWriter {
  const writeFile = (file: string | null) => {
    const content = writer.writeFile(file) as ReturnType<FileWriter['writeFile']> & Writable;
    return file === changed
      ? override(content, { write: (text: string) => content.write(change(text)) })
      : content;
  };
  return override(writer, { writeFile });
}

interface Writable {
  readonly write: (text: string) => void;
}

/** Escapes the JSON that Istanbul writes into a script, on a line of its own: `</script>` would end the script. */
function escapeScriptData(html: string): string {
  return html.replace(/^\s*window\.data = .*$/m, escapeScript);
}

function escapeScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

/** Returns a script that corrects links before the browser follows them; an empty text if there are none. */
function createLinkScript(links: ReadonlyMap<string, string>): string {
  if (links.size === 0) return '';
  return `<script>
      const addresses = new Map(${escapeScript(JSON.stringify([...links]))});
      for (const event of ['click', 'auxclick', 'contextmenu', 'focusin'])
        document.addEventListener(event, ({ target }) => {
          const link = target.closest('a');
          const address = link && addresses.get(link.getAttribute('href'));
          if (address) link.href = address;
        }, true);
    </script>`;
}
