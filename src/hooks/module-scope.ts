/** The scope that Node gives to a CommonJS module. `preload.cts` contains this module, so it imports nothing. */

/** Parameters of the function around a module, as in `Module.wrapper`. */
export const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** Text of a module that returns its scope: only Node can make a `require`. */
export const SCOPE_STUB = `return [${PARAMETERS.join(', ')}];`;
