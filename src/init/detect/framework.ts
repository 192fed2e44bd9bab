/** Recognises the framework of an app by the packages that its modules import. */
import { dirname } from 'node:path';
import { readTextFile } from '../../platform/read-text-file.js';
import { resolveLinks } from '../../project/package.js';
import { dependenciesOf, type Manifest } from './manifest.js';
import { resolveModule } from './resolve-module.js';

/** Frameworks, and the packages by which an app uses them. A framework that is built on another one comes first. */
const FRAMEWORKS: readonly (readonly [framework: string, packages: readonly string[]])[] = [
  ['NestJS', ['@nestjs/core']],
  ['Fastify', ['fastify']],
  ['Koa', ['koa']],
  ['Express', ['express']],
  ['Hono', ['hono']],
  ['hapi', ['@hapi/hapi']],
];

const HTTP_MODULES = ['node:http', 'http', 'node:https', 'https', 'node:http2', 'http2'];

/** Maximum number of modules that are read. A framework is imported near the entry. */
const MAX_MODULES = 100;

/** What an app is: the name of its framework, `http` for a server without a framework, or `script`. */
export type AppKind = string;

export interface AppModules {
  readonly kind: AppKind;
  /** Absolute paths of the app's own modules that were read: the entry first. */
  readonly files: readonly string[];
}

/** Follows the relative imports of an entry. @param root absolute path of the project */
export function readAppModules(root: string, entry: string, manifest: Manifest): AppModules {
  const files = [entry];
  const packages = new Set<string>();
  for (let index = 0; index < files.length && index < MAX_MODULES; index++) {
    const file = files[index] as string;
    for (const name of listImports(file)) {
      const target = name.startsWith('.')
        ? resolveModule(root, dirname(resolveLinks(file)), name)
        : undefined;
      if (target === undefined) packages.add(name);
      else if (!files.includes(target)) files.push(target);
    }
  }
  return { kind: kindOf(packages, dependenciesOf(manifest)), files };
}

/** @param dependencies packages that imports through aliases may lead to */
function kindOf(packages: ReadonlySet<string>, dependencies: ReadonlySet<string>): AppKind {
  const isUsed = (names: readonly string[]) => names.some((name) => packages.has(name));
  const imported = FRAMEWORKS.find(([, names]) => isUsed(names));
  if (imported) return imported[0];
  if (isUsed(HTTP_MODULES)) return 'http';
  return FRAMEWORKS.find(([, names]) => names.some((name) => dependencies.has(name)))?.[0] ?? 'script';
}

/** Matches the names of modules in `import`, `export … from`, `import()` and `require()`. */
const IMPORT = /\b(?:from|import|require)\s*\(?\s*(?:'([^'\n]+)'|"([^"\n]+)")/g;

/** Returns the names of the modules that a file seems to import; none if it cannot be read. */
function listImports(file: string): readonly string[] {
  try {
    return [...readTextFile(file).matchAll(IMPORT)].map(([, single, double]) => single ?? double ?? '');
  } catch {
    return [];
  }
}
