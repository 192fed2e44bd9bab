/** Names the pages of an HTML report, and links them. */
import { posix } from 'node:path';
import type { ReportNode } from 'istanbul-lib-report';

/** Path of the page of each file and directory, relative to the directory of the report, with `/` as separator. */
export type Pages = ReadonlyMap<string, string>;

/** Interface with which Istanbul's HTML reporters name and link pages. A string is the path of an asset. */
export interface LinkMapper {
  readonly getPath: (node: ReportNode | string) => string;
  readonly relativePath: (source: ReportNode | string, target: ReportNode | string) => string;
  readonly assetPath: (node: ReportNode | string, name: string) => string;
}

/** Names in the directory of the report that are no pages: assets of the HTML reporters, and files of other reporters. */
export const OTHER_OUTPUT: readonly string[] = [
  'base.css',
  'block-navigation.js',
  'bundle.js',
  'clover.xml',
  'cobertura-coverage.xml',
  'coverage-final.json',
  'coverage-summary.json',
  'covermain',
  'favicon.png',
  'lcov-report',
  'lcov.info',
  'prettify.css',
  'prettify.js',
  'sort-arrow-sprite.png',
  'sorter.js',
  'spa.css',
];

/** Maximum length of a name in most file systems, in bytes. */
const MAXIMUM_NAME_BYTES = 255;

/** Linux allows 4,096 bytes, which include the directory of the report. */
const MAXIMUM_PATH_BYTES = 3_000;

/** A name that would lead elsewhere, or that not every file system or program can handle. */
const UNUSABLE_NAME = /^\.{0,2}$|[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\\]/u;
const UNUSABLE_ON_WINDOWS = /[<>:"|?*]|[ .]$/;

/**
 * Names the page of each file and directory as Istanbul does. A page whose name cannot be used, or is in use, gets a numbered
 * name such as `page-1.html`: a name from data never leads out of the directory, and no page replaces another one. Names that
 * differ only in case count as equal, because a report may be copied to a file system that ignores case.
 *
 * @param root root of Istanbul's tree
 * @param prefix start of numbered names, different for reporters that write to the same directory
 */
export function namePages(root: ReportNode, prefix: string): Pages {
  const wanted = [...nodesBelow(root)].map((node) => [keyOf(node), istanbulPathOf(node)] as const);
  const usable = wanted.filter(([, path]) => isUsable(path)).map(([, path]) => path.toLowerCase());
  const directories = new Set(usable.flatMap(directoriesOf));
  const reserved = new Set(wanted.map(([, path]) => path.toLowerCase()));
  const used = new Set<string>();
  let next = 1;
  const nameNext = (): string => {
    const path = `${prefix}-${next++}.html`;
    return reserved.has(path) || directories.has(path) ? nameNext() : path;
  };
  return new Map(
    wanted.map(([key, wantedPath]) => {
      const id = wantedPath.toLowerCase();
      const isFree = isUsable(wantedPath) && !used.has(id) && !directories.has(id);
      used.add(id);
      return [key, isFree ? wantedPath : nameNext()];
    }),
  );
}

/** Returns the links between pages, as addresses that need no escapes in HTML. */
export function linkPages(pages: Pages): LinkMapper {
  const getPath = (node: ReportNode | string) =>
    typeof node === 'string' ? node : (pages.get(keyOf(node)) ?? 'index.html');
  const relativePath = (source: ReportNode | string, target: ReportNode | string) =>
    toAddress(posix.relative(posix.dirname(getPath(source)), getPath(target)));
  return { getPath, relativePath, assetPath: relativePath };
}

/**
 * Returns the addresses of the files that `html-spa` would link wrongly, by its links. Its program links each file as
 * `./<path>.html`, without escapes.
 */
export function findWrongLinks(root: ReportNode, pages: Pages): ReadonlyMap<string, string> {
  const files = [...nodesBelow(root)].filter((node) => !node.isSummary());
  const links = files.map(
    (node) => [`./${istanbulPathOf(node)}`, toAddress(pages.get(keyOf(node)) ?? '')] as const,
  );
  return new Map(links.filter(([link, address]) => link !== `./${address}`));
}

/**
 * Returns a relative path as an address. Encodes the characters with a meaning in an address or in HTML, and those that
 * browsers remove or change.
 */
function toAddress(path: string): string {
  const address = path.replace(/^ |[%#?&"'<>`|]/g, encodeCharacter);
  return /^[^/]*:/.test(address) ? `./${address}` : address; // the text before a colon would be a scheme
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function* nodesBelow(node: ReportNode): Generator<ReportNode> {
  yield node;
  for (const child of node.children) yield* nodesBelow(child);
}

/** A file and a directory may have equal names. */
function keyOf(node: ReportNode): string {
  return `${node.isSummary() ? 'directory' : 'file'} ${node.getQualifiedName()}`;
}

function istanbulPathOf(node: ReportNode): string {
  const name = node.getQualifiedName();
  if (!node.isSummary()) return `${name}.html`;
  return name === '' ? 'index.html' : `${name}/index.html`;
}

function isUsable(path: string): boolean {
  const [top = '', ...rest] = path.split('/');
  const isOtherOutput = rest.length > 0 && OTHER_OUTPUT.includes(top.toLowerCase());
  return (
    !isOtherOutput && Buffer.byteLength(path) <= MAXIMUM_PATH_BYTES && [top, ...rest].every(isUsableName)
  );
}

function isUsableName(name: string): boolean {
  if (UNUSABLE_NAME.test(name) || Buffer.byteLength(name) > MAXIMUM_NAME_BYTES) return false;
  return process.platform !== 'win32' || !UNUSABLE_ON_WINDOWS.test(name);
}

/** Returns the directories that a page is in, such as `a` and `a/b` for `a/b/c.html`. */
function directoriesOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
