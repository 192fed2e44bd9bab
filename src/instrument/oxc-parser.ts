/**
 * The JavaScript of oxc-parser as a CommonJS bundle, `#oxc-parser` in package.json. oxc-parser is an ES module, which a
 * synchronous hook cannot load from an archive of Yarn, nor in the hooks thread of some versions of Node.
 */
export { parseSync, visitorKeys } from 'oxc-parser';
