/** Keeping the token of the live page. */
import assert from 'node:assert/strict';
import { takeToken } from '../../../../src/page/data/token.js';

function openPlaces(hash: string, stored: Record<string, string> = {}) {
  const urls: string[] = [];
  return {
    urls,
    stored,
    places: {
      location: { hash, pathname: '/', search: '' },
      history: { state: null, replaceState: (_: unknown, __: string, url: string) => void urls.push(url) },
      storage: {
        getItem: (key: string) => stored[key] ?? null,
        setItem(key: string, value: string) {
          stored[key] = value;
        },
      },
    },
  };
}

describe('taking the token of the live page', () => {
  it('removes it from the address and keeps the rest', () => {
    const { places, urls } = openPlaces('#token=abc-_1&view=run&path=a%20b');
    assert.equal(takeToken(places), 'abc-_1');
    assert.deepEqual(urls, ['/#view=run&path=a%20b']);
  });

  it('finds it again after a reload', () => {
    const { places, stored } = openPlaces('#token=abc');
    takeToken(places);
    const reloaded = openPlaces('#view=run', stored);
    assert.equal(takeToken(reloaded.places), 'abc');
    assert.deepEqual(reloaded.urls, []);
  });

  it('is empty in a tab that never had one, or whose storage is blocked', () => {
    const { places } = openPlaces('');
    assert.equal(takeToken(places), '');
    const blocked = () => {
      throw new Error('blocked');
    };
    assert.equal(takeToken({ ...places, storage: { getItem: blocked, setItem: blocked } }), '');
  });
});
