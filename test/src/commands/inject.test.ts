/** Files that `covermain inject` refuses. Then it changes none of the others. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describeFailure } from '../../../src/cli/failure.js';
import { injectCommand } from '../../../src/commands/inject.js';
import { CovermainError } from '../../../src/platform/errors.js';
import { call } from '../../support/commands.js';
import { makeProject, type Project, REPOSITORY } from '../../support/project.js';

const PLAIN = 'export function main() {\n  console.log(1);\n}\n';

describe('injectCommand refuses, and changes no file,', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'src/x.mjs': PLAIN, 'a.mjs': PLAIN, 'b.mjs': PLAIN });
  });

  afterEach(() => project.remove());

  const inject = (files: readonly string[]) =>
    call(injectCommand, project.root, {
      files,
      specifier: 'covermain/auto',
      snippet: 'signal',
      functionName: 'main',
    });

  /** Returns all files with their modes and texts. */
  const snapshot = () =>
    readdirSync(project.root, { recursive: true, withFileTypes: true })
      .filter(({ parentPath }) => !parentPath.includes('node_modules'))
      .map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        const stats = lstatSync(path);
        return [path, stats.mode, stats.isFile() ? readFileSync(path, 'utf8') : undefined];
      });

  const dependency = 'node_modules/dep/main.js';

  for (const [title, file, message, prepare] of [
    [
      'without the function',
      'start.mjs',
      /Cannot find a function "main" in start\.mjs: it has "start"\./,
      () => write('start.mjs', 'function start() {}\n'),
    ],
    [
      'whose function is in a class',
      'class.mjs',
      /Cannot find a function "main"/,
      () => write('class.mjs', 'export class A { main() {} }\n'),
    ],
    [
      'with a syntax error',
      'broken.ts',
      /Cannot parse broken\.ts: .*\(2:1\)\. No file was changed\. Fix the syntax error\./,
      () => write('broken.ts', 'export function main() {\n}}\n'),
    ],
    ['in node_modules', dependency, /dep\/main\.js: it is in node_modules/, () => write(dependency, PLAIN)],
    [
      'that leads into node_modules',
      'link.mjs',
      /link\.mjs: it is in node_modules/,
      () => {
        write(dependency, PLAIN);
        symlinkSync(dependency, project.path('link.mjs'));
      },
    ],
    [
      'that is read-only',
      'fixed.mjs',
      /fixed\.mjs: it is read-only\. No file was changed\. Make it writable/,
      () => {
        write('fixed.mjs', PLAIN);
        chmodSync(project.path('fixed.mjs'), 0o444);
      },
    ],
    ['that is a directory', 'src', /Cannot change src: it is not a regular file/, () => {}],
    ['that does not exist', 'none.mjs', /Cannot find none\.mjs: no file has this path/, () => {}],
    ['below another file', 'a.mjs/b.mjs', /Cannot find a\.mjs\/b\.mjs/, () => {}],
    [
      'that is a declaration file',
      'types.d.ts',
      /types\.d\.ts: it is a declaration file/,
      () => write('types.d.ts', 'export declare function main(): void;\n'),
    ],
    [
      'of another language',
      'data.json',
      /data\.json: it is not a JavaScript or TypeScript file/,
      () => write('data.json', '{}'),
    ],
    [
      'that is not UTF-8',
      'latin1.mjs',
      /latin1\.mjs: it is not valid UTF-8/,
      () => writeFileSync(project.path('latin1.mjs'), Buffer.from(`// \xe9\n${PLAIN}`, 'latin1')),
    ],
    [
      'that is a link out of the project',
      'out.mjs',
      /out\.mjs: it is a symbolic link to .*outside of/,
      () => symlinkSync(join(REPOSITORY, 'scripts/check-exports.ts'), project.path('out.mjs')),
    ],
    [
      'that is a link to nothing',
      'lost.mjs',
      /lost\.mjs: it is a symbolic link that leads nowhere/,
      () => symlinkSync('none.mjs', project.path('lost.mjs')),
    ],
    [
      'whose injected code was edited',
      'edited.mjs',
      /edited\.mjs: the injected code before the comment in line 1 was edited by hand/,
      () => write('edited.mjs', `import './own.js'; // covermain inject 1a2b3c4d\n${PLAIN}`),
    ],
  ] as const)
    it(`a file ${title}`, async () => {
      prepare();
      const before = snapshot();
      const called = await inject(['a.mjs', file, 'b.mjs']);
      assert.ok(called.error instanceof CovermainError, String(called.error));
      assert.match(called.error.message, message);
      assert.match(called.error.message, /No file was changed|Check the path/);
      assert.equal(describeFailure(called.error).exitCode, 2);
      assert.deepEqual([called.printed, called.said], ['', []]);
      assert.deepEqual(snapshot(), before);
    });

  function write(file: string, content: string): void {
    mkdirSync(join(project.path(file), '..'), { recursive: true });
    writeFileSync(project.path(file), content);
  }
});
