/** Removes work from CommonJS bundles of esbuild that every process would do when it loads them. */

/** Matches a default import of a module of Node. esbuild copies all its properties, which takes a millisecond per process. */
const COPIED_MODULE = /__toESM\(require\("(node:\w+)"\)(?:, ?1)?\)/g;
const INHERITED_MODULE = '{ __proto__: require("$1"), default: require("$1") }';

/** Returns a CommonJS bundle of esbuild that does not copy the modules of Node. */
export function inheritModules(text: string): string {
  return text.replace(COPIED_MODULE, INHERITED_MODULE);
}

/** Matches a `require` that resolves as the one of the bundle does. Node makes each in a tenth of a millisecond. */
const CREATED_REQUIRE = /= \(0, import_node_module\d*\.createRequire\)\(fileUrl\);/g;

/** Returns a bundle whose `fileUrl` is its own URL, with the `require` that it has already. */
export function shareRequire(text: string): string {
  return text.replace(CREATED_REQUIRE, '= require;');
}
