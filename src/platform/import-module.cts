/** Imports modules for the bundles of the command line: `import()` fails in code that is compiled from V8's code cache. */

/** Imports a module. @param specifier URL, or name of a package that covermain depends on */
function importModule(specifier: string): Promise<unknown> {
  return import(specifier);
}

export = { importModule };
