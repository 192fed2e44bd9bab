/** Keeps `import.meta.url` of bundled modules what it would be without bundling. */
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { parseSync } from 'oxc-parser';

/** Variable of a bundle that holds the URL of the output directory, with `/` at the end. */
const OUTPUT_URL = 'covermainOutputUrl';

/**
 * Returns a plugin that replaces `import.meta.url` by the URL that the module would have without bundling, because its paths to
 * other files are relative to that URL.
 *
 * @param root absolute path of the repository
 */
export function keepModuleUrls(root: string): Plugin {
  return {
    name: 'keep-module-urls',
    setup(build) {
      build.onLoad({ filter: /[\\/](src|harness)[\\/].*\.ts$/ }, ({ path }) => {
        const compiled = relative(root, path).split(sep).join('/').replace(/\.ts$/, '.js');
        const url = `new URL(${JSON.stringify(compiled)}, ${OUTPUT_URL}).href`;
        return { loader: 'ts', contents: replaceModuleUrl(path, readFileSync(path, 'utf8'), url) };
      });
    },
  };
}

const MODULE_URL = 'import.meta.url';

/** Replaces the expression, but not the same characters in a string: `covermain init` writes them into files. */
function replaceModuleUrl(path: string, source: string, url: string): string {
  if (!source.includes(MODULE_URL)) return source;
  const pieces: string[] = [];
  let from = 0;
  for (const { start } of parseSync(path, source).module.importMetas) {
    if (!source.startsWith(MODULE_URL, start)) continue;
    pieces.push(source.slice(from, start), url);
    from = start + MODULE_URL.length;
  }
  return [...pieces, source.slice(from)].join('');
}

/**
 * Defines the variable in a CommonJS bundle that uses it.
 *
 * @param text the bundle
 * @param directory path from the bundle to the output directory
 */
export function withOutputUrl(text: string, directory: string): string {
  if (!text.includes(OUTPUT_URL)) return text;
  const url = `require("node:url").pathToFileURL(require("node:path").join(__dirname,"${directory}/")).href`;
  return `"use strict";const ${OUTPUT_URL}=${url};${text}`;
}
