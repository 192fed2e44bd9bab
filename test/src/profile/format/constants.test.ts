/** docs/profile-format.md agrees with the constants and with the encoding. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as format from '../../../../src/profile/format/constants.js';
import { encodeMeta, hashOf } from '../../../../src/profile/format/meta-file.js';
import { type EncodedMeta, encodeMetas } from '../../../../src/profile/format/meta-pack.js';
import { metaOf } from '../../../support/profiles.js';
import { REPOSITORY } from '../../../support/project.js';

describe('docs/profile-format.md', () => {
  const page = readFileSync(join(REPOSITORY, 'docs/profile-format.md'), 'utf8');
  const lines = page.split('\n');

  for (const [name, value] of Object.entries(format)) {
    it(`shows the value of ${name}`, () => {
      const shown = Array.isArray(value) ? value.join(', ') : String(value).replace('\n', '\\n');
      const named = lines.filter((line) => line.includes(name));
      assert.ok(
        named.some((line) => line.includes(shown)),
        `no line has ${name} and ${shown}`,
      );
    });
  }

  it('shows the exact bytes of its example meta, and of the directory of its example pack', () => {
    const encoded = (path: string): EncodedMeta => {
      const bytes = encodeMeta(metaOf({ path, sourceHash: 'aa'.repeat(32), functions: [named('f')] }));
      return { hash: hashOf(bytes), bytes };
    };
    const [a, b] = [encoded('a.js'), encoded('b.js')];
    const pack = encodeMetas([a, b]);
    const directory = pack.subarray(0, pack.length - a.bytes.length - b.bytes.length);
    const shown = lines.map(
      (line) => /^ {4}((?:[0-9a-f]{2} {1,2})*[0-9a-f]{2})(?: {3}|$)/.exec(line)?.[1] ?? '',
    );
    assert.equal(shown.join('').replaceAll(' ', ''), Buffer.concat([a.bytes, directory]).toString('hex'));
    for (const bytes of [a.bytes, pack]) assert.ok(page.includes(`covmeta.${hashOf(bytes)}`));
  });

  function named(name: string) {
    const [f] = metaOf().functions;
    return { ...(f ?? assert.fail()), name };
  }
});
