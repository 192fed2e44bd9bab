/** Matches a default import of a module of Node. esbuild copies all its properties, which takes a millisecond per process. */
const COPIED_MODULE = /__toESM\(require\("(node:\w+)"\)(?:, ?1)?\)/g;
const INHERITED_MODULE = '{ __proto__: require("$1"), default: require("$1") }';

/** Returns a CommonJS bundle of esbuild that does not copy the modules of Node. */
export function inheritModules(text: string): string {
  return text.replace(COPIED_MODULE, INHERITED_MODULE);
}
