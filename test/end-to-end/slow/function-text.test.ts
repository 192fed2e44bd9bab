/** Functions that a measured program evaluates from their text, where their counters do not exist. */
import assert from 'node:assert/strict';
import { killLeftPrograms, startCovermain } from '../../support/program.js';
import { functionCounts, makeProject, type Project } from '../../support/project.js';

const WORK = 'function work(x) { if (x > 3) return x * 2; return x; }';
/** Evaluates a function in every place that a program can send its text to, and prints the results as JSON. */
const SEND = `
${WORK}
const text = String(work);
const inWorker = (code) => new Promise((resolve) => new Worker(code, { eval: true }).once('message', resolve));
const results = [
  text === ${JSON.stringify(WORK)},
  (0, eval)('(' + text + ')')(4),
  new Function('return (' + work.toString() + ')(4)')(),
  vm.runInNewContext(\`(\${work})(4)\`),
  Function.prototype.toString.call(class A { b = () => 1; static { this.c = 2; } }),
  (() => ({ a: work })).toString(),
  Number(childProcess.execFileSync(process.execPath, ['-p', \`(\${work})(4)\`], { encoding: 'utf8' })),
  Number(childProcess.execFileSync(process.execPath, ['-p', \`(\${work})(4)\`], { encoding: 'utf8', env: {} })),
  Function.prototype.toString.toString().includes('[native code]') && Function.prototype.toString.name,
  work(5),
];
inWorker(\`require('node:worker_threads').parentPort.postMessage((\${work})(4))\`).then((result) => {
  console.log(JSON.stringify([...results, result]));
});
`;
const RESULTS = [
  true,
  8,
  8,
  8,
  'class A { b = () => 1; static { this.c = 2; } }',
  '() => ({ a: work })',
  8,
  8,
  'toString',
  10,
  8,
];

describe('a function that is evaluated from its text', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  for (const [kind, file, imports] of [
    [
      'a CommonJS module',
      'main.cjs',
      "const vm = require('vm'), childProcess = require('child_process'), { Worker } = require('worker_threads');",
    ],
    [
      'an ES module',
      'main.mjs',
      "import vm from 'vm'; import childProcess from 'child_process'; import { Worker } from 'worker_threads';",
    ],
  ] as const) {
    it(`has the text of the source and runs everywhere: ${kind}`, async () => {
      project = makeProject({ [`src/${file}`]: imports + SEND });
      const program = startCovermain(project, ['run', '--', 'node', `src/${file}`]);
      assert.equal(await program.exitCode, 0, program.output());
      assert.deepEqual(JSON.parse(program.output().split('\n')[0] as string), RESULTS);
      assert.equal(functionCounts(project, `src/${file}`).work, 1);
    });
  }

  for (const engine of ['probe', 'nyc']) {
    it(`runs everywhere if it is TypeScript under covermain manual with the engine ${engine}`, async () => {
      project = makeProject({
        'src/main.ts': `
          import vm from 'node:vm';
          function work(x: number, { y = 1 } = {}): number { for (let i = 0; i < 2; i++) if (i > 5) continue; return x > 3 ? x + y : 0; }
          export function main(): void { console.log('result', vm.runInNewContext('(' + work + ')(4)'), work(4)); }`,
      });
      const program = startCovermain(project, ['manual'], {
        env: { MANUAL_INTEGRATION: '1', COVER_ENGINE: engine },
      });
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.output(), /result 5 5/);
    });
  }
});
