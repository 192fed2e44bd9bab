/** Config files of every format are found, loaded and validated. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, symlinkSync } from 'node:fs';
import { readConfigFile } from '../../../src/config-file/read-config-file.js';
import { CovermainError, SettingError } from '../../../src/platform/errors.js';
import { isRoot } from '../../../src/platform/owners.js';
import { type Files, makeScratchProject, type Project, REPOSITORY } from '../../support/project.js';

const MODULE = "export default { timeout: '7s' };";
const COMMON = "module.exports = { timeout: '7s' };";

describe('readConfigFile', () => {
  const projects: Project[] = [];
  const make = (files: Files): Project => {
    const project = makeScratchProject(files);
    projects.push(project);
    return project;
  };
  afterEach(() => {
    for (const project of projects.splice(0)) project.remove();
  });

  const timeoutIn = async (files: Files) =>
    (await readConfigFile(make(files).root)).settings.values.COVER_TIMEOUT;

  for (const type of ['module', 'commonjs'])
    for (const [name, text] of [
      ['covermain.config.ts', "const timeout: string = '7s';\nexport default { timeout };"],
      ['covermain.config.mts', "const timeout: string = '7s';\nexport default { timeout };"],
      ['covermain.config.cts', "const timeout: string = '7s';\nexport default { timeout };"],
      ['covermain.config.js', type === 'module' ? MODULE : COMMON],
      ['covermain.config.mjs', MODULE],
      ['covermain.config.cjs', COMMON],
      ['covermain.config.json', '\uFEFF{ "timeout": "7s" }'],
    ] as const)
      it(`reads ${name} in a package of type ${type}`, async () => {
        assert.equal(await timeoutIn({ 'package.json': JSON.stringify({ type }), [name]: text }), '7s');
      });

  for (const [kind, text] of [
    ['a function', "export default () => ({ timeout: '7s' });"],
    ['an async function', "export default async () => ({ timeout: '7s' });"],
    ['a promise', "export default Promise.resolve({ timeout: '7s' });"],
  ] as const)
    it(`reads ${kind}`, async () => {
      assert.equal(await timeoutIn({ 'package.json': '{}', 'covermain.config.mjs': text }), '7s');
    });

  it('lets a TypeScript file import other TypeScript files', async () => {
    const files = {
      'package.json': '{ "type": "module" }',
      'base.ts': "export const base: { grace: string } = { grace: '1s' };",
      'covermain.config.ts': "import { base } from './base.js';\nexport default { ...base, timeout: '7s' };",
    };
    assert.equal(await timeoutIn(files), '7s');
  });

  it('returns no settings without a config file', async () => {
    const { path, settings } = await readConfigFile(make({ 'package.json': '{}' }).root);
    assert.equal(path, undefined);
    assert.deepEqual(settings.values, {});
  });

  it('uses the config file of the workspace root if the package has none, and names it relative to the package', async () => {
    const project = make({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'covermain.config.json': '{ "timeout": "soon" }',
      'packages/a/package.json': '{}',
      'packages/b/package.json': '{}',
      'packages/b/covermain.config.json': '{ "grace": "1s" }',
    });
    const { settings } = await readConfigFile(project.path('packages/a'));
    assert.equal(settings.terms.COVER_TIMEOUT?.file, '../../covermain.config.json');
    const own = await readConfigFile(project.path('packages/b'));
    assert.deepEqual(own.settings.values, { COVER_GRACE: '1s' });
  });

  it('does not look above the repository', async () => {
    const project = make({
      'covermain.config.json': '{ "timeout": "7s" }',
      'package.json': '{}',
      'nested/package.json': '{}',
    });
    assert.equal((await readConfigFile(project.path('nested'))).path, undefined);
  });

  const fail = async (files: Files): Promise<CovermainError> => {
    const error: unknown = await readConfigFile(make({ 'package.json': '{}', ...files }).root).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof CovermainError);
    return error;
  };

  for (const [title, files, code, message] of [
    [
      'two config files',
      { 'covermain.config.js': '', 'covermain.config.json': '{}' },
      'CONFIG_INVALID',
      /^Two config files in \S+: covermain\.config\.js and covermain\.config\.json\. Keep only one of them\.$/,
    ],
    [
      'a misspelt key',
      { 'covermain.config.json': '{ "timout": "1s" }' },
      'CONFIG_INVALID',
      /^Unknown key "timout" in covermain\.config\.json\. Did you mean timeout\?$/,
    ],
    [
      'the name of a variable',
      { 'covermain.config.json': '{ "COVER_TRIGGER_FILE": "x" }' },
      'CONFIG_INVALID',
      /Did you mean triggerFile\?$/,
    ],
    [
      'the gate',
      { 'covermain.config.json': '{ "MANUAL_INTEGRATION": 1 }' },
      'CONFIG_INVALID',
      /^Unknown key "MANUAL_INTEGRATION" .*The person who starts a run opens the window/,
    ],
    [
      'a key of .nycrc',
      { 'covermain.config.json': '{ "include": [] }' },
      'CONFIG_INVALID',
      /configured in \.nycrc\./,
    ],
    [
      'a JSON file that is no object',
      { 'covermain.config.json': '[]' },
      'CONFIG_INVALID',
      /^Invalid covermain\.config\.json: expected an object with settings\. Write \{ "timeout": "60s" \}\.$/,
    ],
    [
      'a module without a default export',
      { 'covermain.config.mjs': "export const timeout = '1s';" },
      'CONFIG_INVALID',
      /Write export default defineConfig/,
    ],
    [
      'a syntax error in JSON',
      { 'covermain.config.json': '{' },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.json: .*JSON.* Fix the file\.$/,
    ],
    [
      'a syntax error in TypeScript',
      { 'covermain.config.ts': "export default {\n  dir: 'x',\n  grace: ,\n};" },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.ts:3:10: Unexpected ",". Fix the file\.$/,
    ],
    [
      'a syntax error in CommonJS of TypeScript',
      { 'covermain.config.cts': 'module.exports = { dir: , }' },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.cts:1:25: Unexpected ",". Fix the file\.$/,
    ],
    [
      'a syntax error in a module that it imports',
      { 'covermain.config.ts': "import './base/more.ts';", 'base/more.ts': '\nconst a = ;' },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.ts: base\/more\.ts:2:11: Unexpected ";". Fix the file\.$/,
    ],
    [
      'an import of a module that does not exist',
      { 'covermain.config.ts': "import './nothing.js';" },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.ts: Cannot find module '\.\/nothing\.js'\. Fix the file\.$/,
    ],
    [
      'a module that throws an error of several lines',
      { 'covermain.config.mjs': "throw new Error('no network:\\n  try later');" },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.mjs: no network: try later\. Fix the file\.$/,
    ],
    [
      'a module that throws',
      { 'covermain.config.mjs': "throw new Error('no network');" },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.mjs: no network\. Fix the file\.$/,
    ],
    [
      'a module with a getter that throws',
      { 'covermain.config.mjs': "export default { get timeout() { throw new Error('no network'); } };" },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.mjs: no network\. Fix the file\.$/,
    ],
    [
      'a module that ends the process',
      { 'covermain.config.mjs': 'process.exit(0);' },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.mjs: it calls process\.exit\. Fix the file\.$/,
    ],
    [
      'a directory',
      { 'covermain.config.ts/index.ts': 'export default {};' },
      'CONFIG_UNREADABLE',
      /^Cannot load covermain\.config\.ts: .* it is a directory\. Replace it by a regular file\. Fix the file\.$/,
    ],
  ] as const)
    it(`refuses ${title}`, async () => {
      const error = await fail(files);
      assert.equal(error.code, code);
      assert.match(error.message, message);
    });

  it('refuses a pipe, for which Node waits, and a link that leads nowhere', async function () {
    if (process.platform === 'win32') this.skip();
    const readCreated = (create: (path: string) => void) => {
      const project = make({ 'package.json': '{}' });
      create(project.path('covermain.config.js'));
      return readConfigFile(project.root);
    };
    await assert.rejects(
      readCreated((path) => execFileSync('mkfifo', [path])),
      { code: 'CONFIG_UNREADABLE', message: /^Cannot load covermain\.config\.js: .* it is a pipe\./ },
    );
    await assert.rejects(
      readCreated((path) => symlinkSync('nowhere', path)),
      { code: 'CONFIG_UNREADABLE', message: /^Cannot load covermain\.config\.js: ENOENT/ },
    );
  });

  it('shows an example for a value of a wrong type, in the syntax of the file', async () => {
    for (const [name, text, message] of [
      [
        'covermain.config.json',
        '{ "cache": "no" }',
        /^Invalid value "no" of "cache" in \S+\.json: .* Example: "cache": false$/,
      ],
      [
        'covermain.config.mjs',
        'export default { dir: 5n };',
        /^Invalid value 5n of "dir" in \S+\.mjs: .* Example: dir: 'coverage-data\/e2e'$/,
      ],
      [
        'covermain.config.mjs',
        'const a = []; a.push(a); export default { reporter: a };',
        /^Invalid value .*Circular.* of "reporter" in \S+: expected/,
      ],
      [
        'covermain.config.json',
        '{ "entryArgs": "a b" }',
        /^Invalid value "a b" of "entryArgs" in \S+: expected a list of texts\. Example: "entryArgs": \["--port", "8080"\]$/,
      ],
      [
        'covermain.config.mjs',
        'export default { entryArgs: [8080] };',
        /^Invalid value \[8080\] of .* Example: entryArgs: \['--port', '8080'\]$/,
      ],
      [
        'covermain.config.json',
        '{ "entry": 1e999 }',
        /^Invalid value Infinity of "entry" in \S+: expected the path of a module\./,
      ],
    ] as const) {
      const error = await fail({ [name]: text });
      assert.ok(error instanceof SettingError);
      assert.match(error.message, message);
    }
  });

  describe('on a system with modes', () => {
    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('refuses a file that everybody can write to, and does not execute it', async () => {
      const project = make({
        'package.json': '{}',
        'covermain.config.mjs': "throw new Error('executed');",
      });
      chmodSync(project.path('covermain.config.mjs'), 0o666);
      await assert.rejects(
        readConfigFile(project.root),
        /Cannot use covermain\.config\.mjs: everybody can write to it \(mode 0666\), so another user/,
      );
    });

    it('accepts a file that the group can write to, as many systems create files', async () => {
      const project = make({ 'package.json': '{}', 'covermain.config.json': '{ "timeout": "7s" }' });
      chmodSync(project.path('covermain.config.json'), 0o664);
      assert.equal((await readConfigFile(project.root)).settings.values.COVER_TIMEOUT, '7s');
    });

    it('accepts a file of the owner of the directory, and refuses that of a third user', async function () {
      if (!isRoot()) this.skip();
      const project = make({ 'package.json': '{}', 'covermain.config.json': '{ "timeout": "7s" }' });
      chownSync(project.path('covermain.config.json'), 12345, 12345);
      await assert.rejects(readConfigFile(project.root), /it belongs to the user with id 12345/);
      chownSync(project.root, 12345, 12345);
      assert.equal((await readConfigFile(project.root)).settings.values.COVER_TIMEOUT, '7s');
    });
  });

  it('loads defineConfig in both module systems', async () => {
    for (const [name, text] of [
      [
        'covermain.config.mjs',
        "import { defineConfig } from 'covermain/config';\nexport default defineConfig({ timeout: '7s' });",
      ],
      [
        'covermain.config.cjs',
        "const { defineConfig } = require('covermain/config');\nmodule.exports = defineConfig({ timeout: '7s' });",
      ],
      [
        'covermain.config.cts',
        "import { defineConfig } from 'covermain/config';\nexport default defineConfig({ timeout: '7s' });",
      ],
    ] as const) {
      const project = make({ 'package.json': '{}', 'node_modules/.keep': '', [name]: text });
      symlinkSync(REPOSITORY, project.path('node_modules/covermain'), 'dir');
      assert.equal((await readConfigFile(project.root)).settings.values.COVER_TIMEOUT, '7s', name);
    }
  });
});
