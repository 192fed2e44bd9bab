/** A browser opens only where a person can see it. */
import assert from 'node:assert/strict';
import { findBrowserObstacle } from '../../../src/commands/open-browser.js';

describe('findBrowserObstacle', () => {
  const CASES: readonly [
    title: string,
    environment: Readonly<Record<string, string>>,
    platform: NodeJS.Platform,
    obstacle: RegExp | undefined,
  ][] = [
    ['finds none with a display', { DISPLAY: ':0' }, 'linux', undefined],
    ['finds none on macOS', {}, 'darwin', undefined],
    ['finds none in WSL', { WSL_DISTRO_NAME: 'Ubuntu' }, 'linux', undefined],
    ['names a missing desktop', {}, 'linux', /this session has no desktop/],
    ['names CI even with a display', { DISPLAY: ':0', CI: 'true' }, 'linux', /CI="true" is set/],
    ['ignores CI=false', { DISPLAY: ':0', CI: 'false' }, 'linux', undefined],
    ['names BROWSER=none', { DISPLAY: ':0', BROWSER: 'none' }, 'linux', /BROWSER=none is set/],
  ];

  for (const [title, environment, platform, obstacle] of CASES)
    it(title, () => {
      const found = findBrowserObstacle({ environment, platform });
      if (obstacle === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', obstacle);
    });
});
