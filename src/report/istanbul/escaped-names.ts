/** Gives reporters a view of the coverage in which names are escaped for the format that they write. */
import libCoverage, { type FileCoverage } from 'istanbul-lib-coverage';
import type { Context, ReportNode, Summarizers, Tree } from 'istanbul-lib-report';

/** Returns the text to write for a name: of a file, a directory or a function. */
export type EscapeName = (name: string) => string;

/** Returns a context in whose tree the names and paths of files and directories, and the names of functions, are escaped. */
export function withEscapedNames(context: Context, escapeName: EscapeName): Context {
  return withNodes(context, (node) => {
    const coverage = node.isSummary() ? undefined : escapeCoverage(node.getFileCoverage(), escapeName);
    return {
      getRelativeName: () => escapeName(node.getRelativeName()),
      getQualifiedName: () => escapeName(node.getQualifiedName()),
      getFileCoverage: () => coverage,
    };
  });
}

/** Returns a context in whose tree some properties of the nodes are replaced. */
export function withNodes(context: Context, propertiesOf: (node: ReportNode) => Properties): Context {
  const viewOf = (node: ReportNode, parent: ReportNode | null): ReportNode => {
    // Reporters share the summaries of nodes, and Istanbul's change them.
    const getCoverageSummary = (filesOnly: boolean) => node.getCoverageSummary(filesOnly);
    const view = override(node, { getCoverageSummary, ...propertiesOf(node), parent });
    view.children = node.children.map((child) => viewOf(child, view));
    return view;
  };
  const getTree = (summarizer?: Summarizers): Tree => {
    const tree = context.getTree(summarizer) as Tree<ReportNode>;
    return override(tree, { root: viewOf(tree.getRoot(), null) }) as Tree;
  };
  return override(context, { getTree });
}

type Properties = Readonly<Record<string, unknown>>;

/** Returns a view of an object with some properties replaced. */
export function override<T extends object>(object: T, properties: Properties): T {
  const entries = Object.entries(properties).map(([name, value]) => [name, { value, writable: true }]);
  return Object.create(object, Object.fromEntries(entries)) as T;
}

function escapeCoverage(coverage: FileCoverage, escapeName: EscapeName): FileCoverage {
  const { data } = coverage;
  const functions = Object.entries(data.fnMap);
  const names = functions.map(([, { name }]) => escapeName(name));
  const path = escapeName(data.path);
  if (path === data.path && functions.every(([, { name }], index) => name === names[index])) return coverage;
  const fnMap = Object.fromEntries(
    functions.map(([id, mapping], index) => [id, { ...mapping, name: names[index] ?? '' }]),
  );
  return libCoverage.createFileCoverage({ ...data, path, fnMap });
}
