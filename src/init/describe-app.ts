/** Sentences about what was detected. */

import { metaPathOf } from '../profile/model/file-meta.js';
import type { AppStart, DetectedApp } from './detect/detected-app.js';
import type { EntryCandidate, EntryOrigin } from './detect/entry-candidates.js';
import type { AppKind } from './detect/framework.js';
import type { InitProject } from './open-project.js';

/**
 * Returns a sentence such as: Found a NestJS app: src/main.ts, started by `nest start`; TypeScript, CommonJS, npm
 *
 * @param from absolute path of the project in which the command was called
 */
export function describeFoundApp(
  { root, packageManager }: InitProject,
  app: DetectedApp,
  from: string,
): string {
  const place = root === from ? '' : ` in ${metaPathOf(from, root)}`;
  const language = app.isTypeScript ? 'TypeScript' : 'JavaScript';
  const facts = [language, app.moduleSystem, packageManager].join(', ');
  return `Found ${describeKind(app.kind)}${place}: ${describeCandidate(root, app.entry)}; ${facts}`;
}

/** Returns the path of an entry, and how it was found. */
export function describeCandidate(root: string, { file, compiled, origin }: EntryCandidate): string {
  const source =
    compiled === undefined || compiled === file ? '' : `, the source of ${metaPathOf(root, compiled)}`;
  return `${metaPathOf(root, file)}${source}, ${describeOrigin(origin)}`;
}

function describeOrigin(origin: EntryOrigin): string {
  switch (origin.by) {
    case 'script':
      return `started by \`${origin.command.text}\` (script "${origin.script}")`;
    case 'field':
      return `named by "${origin.field}" in package.json`;
    case 'name':
      return 'found by its name';
    case 'option':
      return 'named by --entry';
  }
}

function describeKind(kind: AppKind): string {
  if (kind === 'http') return 'an HTTP server';
  if (kind === 'script') return 'a script';
  return `${/^[AEIO]/i.test(kind) ? 'an' : 'a'} ${kind} app`;
}

/** Returns what the harness file does with the module. */
export function describeStart(kind: AppStart): string {
  switch (kind) {
    case 'main':
      return 'It exports a function main, which the harness file calls.';
    case 'default':
      return 'It exports a default function, which the harness file calls.';
    case 'main-module':
      return 'It starts only as the main module of Node, so the harness file runs it as such.';
    case 'itself':
      return 'It exports the function that it calls itself. The harness file only loads it, so that the app does not start twice.';
    case 'load':
      return 'It starts when it is loaded.';
    case 'plugin':
      return 'It is a plugin, which the harness file starts as `fastify start` does.';
    case 'nothing':
      return 'It seems to start nothing when it is loaded. Export a function main that starts the app.';
  }
}
