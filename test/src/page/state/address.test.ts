import assert from 'node:assert/strict';
import {
  formatAddress,
  type PageAddress,
  parseAddress,
  START_ADDRESS,
} from '../../../../src/page/state/address.js';

describe('the fragment of the page', () => {
  it('restores the view, the file, the line and the Git ref', () => {
    const address: PageAddress = {
      view: { kind: 'comparison', first: 'a:b', second: '100% & more#' },
      file: 'src/a b/<x>&file=y.ts',
      line: 12,
      since: 'origin/main',
    };
    assert.deepEqual(parseAddress(formatAddress(address)), address);
  });

  it('is empty for the start page', () => {
    assert.equal(formatAddress(START_ADDRESS), '#');
    assert.deepEqual(parseAddress(''), START_ADDRESS);
  });

  it('leaves slashes and colons readable', () => {
    const view = { kind: 'session', name: 'login' } as const;
    assert.equal(
      formatAddress({ ...START_ADDRESS, view, file: 'src/a.ts' }),
      '#view=session:login&file=src/a.ts',
    );
  });

  it('ignores invalid and unknown values', () => {
    assert.deepEqual(parseAddress('#view=nonsense&line=5&token=secret'), START_ADDRESS);
    assert.deepEqual(parseAddress('#file=a.ts&line=-1'), { ...START_ADDRESS, file: 'a.ts' });
    assert.deepEqual(parseAddress('#view=session:%25E0%25A4%25A'), START_ADDRESS);
  });

  it('replaces a lone surrogate, which cannot be part of a URL', () => {
    assert.equal(formatAddress({ ...START_ADDRESS, file: 'a\ud800.ts' }), '#file=a%EF%BF%BD.ts');
  });
});
