/** Where the engine probe means to differ from istanbul-lib-instrument: it counts nothing that can never run. */
import assert from 'node:assert/strict';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { mapsOf } from '../../../support/engines.js';

const TYPES: readonly [what: string, source: string][] = [
  ['variables that are only declared', 'declare const a = 1;\nexport declare const b = 2;'],
  ['namespaces that are only declared', 'declare namespace N { const a = 1; }'],
  [
    'modules and globals that are only declared',
    'declare module "m" { const a = 1; }\ndeclare global { const b = 2; }',
  ],
  ['enums that are only declared', 'declare enum E { a = b || 1 }'],
  ['keys of types', 'interface A { [b || c]: string }\ntype D = { [e || f]: string };'],
  ['keys of abstract members', 'abstract class A { abstract [b || c]: string; abstract [d || e](): void; }'],
];

/** What Istanbul's parser reads only where a plugin is configured. */
const READ: readonly [what: string, source: string, items: number][] = [
  ['decorators', '@a class B { @c(() => 1) d() {} }', 3],
  ['accessors', 'class A { accessor b = () => 1; }', 2],
  ['deferred imports', 'import defer * as a from "b";\na || 1', 2],
];

function itemsOf({ s, f, b }: FileCoverageData): number {
  return [s, f, b].flatMap(Object.keys).length;
}

describe('unlike istanbul-lib-instrument, the engine probe', () => {
  for (const [what, source] of TYPES) {
    it(`does not count ${what}`, () => {
      assert.notEqual(itemsOf(mapsOf('nyc', source, 'a.ts')), 0);
      assert.equal(itemsOf(mapsOf('probe', source, 'a.ts')), 0);
    });
  }

  it('does not count functions under computed keys of derived classes, which could not keep their names', () => {
    const fields = (heritage: string) =>
      `class A ${heritage} { [\`a\`] = () => 1; static [\`b\`] = () => 2 }`;
    assert.equal(itemsOf(mapsOf('nyc', fields('extends B'))), 6);
    assert.equal(itemsOf(mapsOf('probe', fields('extends B'))), 5);
    assert.equal(itemsOf(mapsOf('probe', fields(''))), 6);
  });

  for (const [what, source, items] of READ) {
    it(`reads ${what} in JavaScript without being told to`, () => {
      assert.throws(() => mapsOf('nyc', source), { code: 'SOURCE_NOT_PARSED' });
      assert.equal(itemsOf(mapsOf('probe', source)), items);
    });
  }
});
