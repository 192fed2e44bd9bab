/**
 * Tests the intended differences from istanbul-lib-instrument: the engine `probe` counts nothing that can never run.
 */
import assert from 'node:assert/strict';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { mapsOf } from '../../../support/engines.js';

const TYPES: readonly [title: string, source: string][] = [
  ['declared variables', 'declare const a = 1;\nexport declare const b = 2;'],
  ['declared namespaces', 'declare namespace N { const a = 1; }'],
  ['declared modules and globals', 'declare module "m" { const a = 1; }\ndeclare global { const b = 2; }'],
  ['declared enums', 'declare enum E { a = b || 1 }'],
  ['keys of types', 'interface A { [b || c]: string }\ntype D = { [e || f]: string };'],
  ['keys of abstract members', 'abstract class A { abstract [b || c]: string; abstract [d || e](): void; }'],
];

/** Syntax that Istanbul's parser accepts only with a configured plugin. */
const PARSABLE: readonly [title: string, source: string, items: number][] = [
  ['decorators', '@a class B { @c(() => 1) d() {} }', 3],
  ['accessors', 'class A { accessor b = () => 1; }', 2],
  ['deferred imports', 'import defer * as a from "b";\na || 1', 2],
];

function itemsOf({ s, f, b }: FileCoverageData): number {
  return [s, f, b].flatMap(Object.keys).length;
}

describe('unlike istanbul-lib-instrument, the engine probe', () => {
  for (const [title, source] of TYPES) {
    it(`does not count ${title}`, () => {
      assert.notEqual(itemsOf(mapsOf('nyc', source, 'a.ts')), 0);
      assert.equal(itemsOf(mapsOf('probe', source, 'a.ts')), 0);
    });
  }

  it('does not count functions under computed keys of derived classes, because they would lose their names', () => {
    const fields = (heritage: string) =>
      `class A ${heritage} { [\`a\`] = () => 1; static [\`b\`] = () => 2 }`;
    assert.equal(itemsOf(mapsOf('nyc', fields('extends B'))), 6);
    assert.equal(itemsOf(mapsOf('probe', fields('extends B'))), 5);
    assert.equal(itemsOf(mapsOf('probe', fields(''))), 6);
  });

  for (const [title, source, items] of PARSABLE) {
    it(`parses ${title} in JavaScript without configuration`, () => {
      assert.throws(() => mapsOf('nyc', source), { code: 'SOURCE_NOT_PARSED' });
      assert.equal(itemsOf(mapsOf('probe', source)), items);
    });
  }
});
