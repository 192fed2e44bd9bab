/** Adds to the pages of Istanbul's HTML reporters which sessions executed each line. */
import type { Context, FileWriter, ReportNode } from 'istanbul-lib-report';
import { escapeHtml } from '../../platform/escape-markup.js';
import { toTerminalCell } from '../../platform/escape-terminal.js';
import { pluralize } from '../../platform/plural-forms.js';
import type { LineSessions, SessionLines } from '../session-lines.js';
import { override } from './escaped-names.js';
import type { LinkMapper } from './html-pages.js';

/** Returns a context whose writer adds sessions to the pages of files, or the same context without sessions. */
export function withSessions(
  context: Context,
  { getPath }: Pick<LinkMapper, 'getPath'>,
  sessions: SessionLines | undefined,
): Context {
  if (!sessions) return context;
  const pages = new Map<string, ReadonlyMap<number, LineSessions>>();
  const visit = (node: ReportNode): void => {
    const lines = node.isSummary() ? undefined : sessions.get(node.getFileCoverage().path);
    if (lines) pages.set(getPath(node), lines);
    for (const child of node.children) visit(child);
  };
  visit(context.getTree().getRoot() as ReportNode);
  return override(context, { writer: wrapWriter(context.writer, pages) });
}

interface Writable {
  readonly write: (text: string) => void;
}

/** The method's name as it is: its types misspell it. */
interface DirectoryWriter {
  readonly writerForDir: (directory: string) => FileWriter;
}

function wrapWriter(
  writer: FileWriter,
  pages: ReadonlyMap<string, ReadonlyMap<number, LineSessions>>,
): FileWriter {
  return override(writer, {
    writerForDir: (directory: string) =>
      wrapWriter((writer as FileWriter & DirectoryWriter).writerForDir(directory), pages),
    writeFile(file: string | null) {
      const content = writer.writeFile(file) as ReturnType<FileWriter['writeFile']> & Writable;
      const lines = file === null ? undefined : pages.get(file);
      if (!lines) return content;
      const page = createPage(lines);
      return override(content, { write: (text: string) => content.write(page(text)) });
    },
  });
}

/** The cells of counts in Istanbul's table of lines, which is written as one text. Sources are escaped, so they cannot match. */
const COUNTS =
  /^(<tr><td class="line-count quiet">.*?<\/td><td class="line-coverage quiet">)(.*?)(<\/td><td class="text">)/s;
const COUNT = /^(<span class="cline-any cline-yes">)(\d+x)(<\/span>)$/;
const TABLE_END = '</table></pre>\n';

/** Returns a function that changes the texts of a page in the order in which Istanbul writes them. */
function createPage(lines: ReadonlyMap<number, LineSessions>): (text: string) => string {
  const groups = new Map<string, Group>();
  const linkTo = (line: number, sessions: LineSessions): number => {
    const key = JSON.stringify(sessions);
    const group = groups.get(key) ?? { number: groups.size + 1, lines: [], sessions };
    groups.set(key, group);
    group.lines.push(line);
    return group.number;
  };
  const addLink = (cell: string, index: number): string => {
    const sessions = lines.get(index + 1);
    if (!sessions) return cell;
    return cell.replace(COUNT, (_, start: string, count: string, end: string) => {
      const title = pluralize(sessions.sessions.length + sessions.others, 'session');
      const target = `sessions-${linkTo(index + 1, sessions)}`;
      return `${start}<a href="#${target}" title="${title}" aria-label="${count}, ${title}">${count}</a>${end}`;
    });
  };
  return (text) => {
    if (text === TABLE_END && groups.size > 0) return `${text}${formatGroups([...groups.values()])}`;
    return text.replace(COUNTS, (_, start: string, cells: string, end: string) => {
      return `${start}${cells.split('\n').map(addLink).join('\n')}${end}`;
    });
  };
}

/** The list of the line that was chosen stays at the bottom of the window, beside the line. */
const STYLE = `<style>
.line-coverage a { color: inherit; text-decoration: underline dotted; }
.sessions { padding: 10px; }
.sessions dd { margin: 0 0 8px 20px; }
.sessions :target { position: fixed; right: 0; bottom: 0; left: 0; max-height: 40vh; overflow: auto; margin: 0; padding: 10px; background: #fff; border-top: 2px solid #999; }
</style>`;

/** Lines with the same sessions and counts, which share a list. */
interface Group {
  /** From 1. */
  readonly number: number;
  readonly lines: number[];
  readonly sessions: LineSessions;
}

function formatGroups(groups: readonly Group[]): string {
  return [
    STYLE,
    '<section class="sessions" aria-label="Sessions by line">',
    '<h2>Sessions</h2>',
    '<dl>',
    ...groups.map(formatGroup),
    '</dl>',
    '</section>\n',
  ].join('\n');
}

function formatGroup({ number, lines, sessions: { sessions, others } }: Group): string {
  const links = lines.map((line) => `<a href="#L${line}">${line}</a>`).join(', ');
  const items = sessions.map(({ name, count }) => `<dd>${escapeHtml(toTerminalCell(name))}: ${count}x</dd>`);
  const rest = others > 0 ? [`<dd>and ${pluralize(others, 'session')} more</dd>`] : [];
  const noun = lines.length === 1 ? 'Line' : 'Lines';
  return `<div id="sessions-${number}"><dt>${noun} ${links}</dt>${[...items, ...rest].join('')}</div>`;
}
