/**
 * The JavaScript of oxc-parser as a CommonJS bundle, `#oxc-parser` in package.json. oxc-parser is an ES module, which a
 * synchronous hook cannot load from an archive of Yarn, nor in the hooks thread of some versions of Node.
 */
export { parseSync, visitorKeys } from 'oxc-parser';
// @ts-expect-error The package has no types for the addon itself, whose syntax trees are JSON; `loadParser` has them.
export { parseSync as parseToJson } from 'oxc-parser/src-js/bindings';
