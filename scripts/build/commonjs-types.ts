/** Writes the types of a CommonJS bundle whose source is an ES module. TypeScript emits only those of the ES module. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseSync } from 'oxc-parser';
import { writeIfChanged } from './write-if-changed.js';

const FROM = "with { 'resolution-mode': 'import' }";

/**
 * Writes `index.d.cts` for `index.ts`, which only exports again what other modules export.
 *
 * @param source absolute path of the ES module
 * @param output absolute path
 */
export function writeCommonJsTypes(source: string, output: string): void {
  const module = `'./${basename(source).replace(/\.ts$/, '.js')}' ${FROM}`;
  const { module: parsed } = parseSync(source, readFileSync(source, 'utf8'));
  const entries = parsed.staticExports.flatMap((statement) => statement.entries);
  const namesOf = (areTypes: boolean) =>
    entries.filter(({ isType }) => isType === areTypes).map(({ exportName }) => exportName.name ?? '');
  const lines = [
    `import type * as module from ${module};`,
    ...namesOf(false).map((name) => `export declare const ${name}: typeof module.${name};`),
    `export type { ${namesOf(true).join(', ')} } from ${module};`,
  ];
  writeIfChanged(output, `${lines.join('\n')}\n`);
}
