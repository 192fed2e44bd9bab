import { testRunner } from '../support/integration-suite.js';

const OPTIONS = ['--parallel', '--jobs=4', '--timeout=60000'] as const;

testRunner('mocha --parallel, with CommonJS', {
  module: 'mocha',
  language: 'js',
  modules: 'cjs',
  isComparedWithPlain: true,
  command: ['npx', 'mocha', ...OPTIONS, 'test/*.test.js'],
});

testRunner('mocha --parallel, with TypeScript in ES modules', {
  module: 'mocha',
  language: 'ts',
  modules: 'esm',
  command: ['npx', 'mocha', '--import=tsx', ...OPTIONS, 'test/*.test.ts'],
});
