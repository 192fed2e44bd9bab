import { testRunner } from '../support/integration-suite.js';

const FILES = ['every-way', 'failures', 'one', 'two'].map((name) => `test/${name}.test.ts`);

testRunner('node:test, with ES modules', {
  module: 'node:test',
  language: 'js',
  modules: 'esm',
  isComparedWithPlain: true,
  command: ['node', '--test', '--test-concurrency=4', 'test/'],
});

testRunner('node:test, with TypeScript in CommonJS', {
  module: 'node:test',
  language: 'ts',
  modules: 'cjs',
  command: ['npx', 'tsx', '--test', '--test-concurrency=4', ...FILES],
});
