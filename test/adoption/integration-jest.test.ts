import { testRunner } from '../support/integration-suite.js';

const COMMAND = ['npx', 'jest', '--testTimeout=60000', '--maxWorkers=4'] as const;

testRunner('jest, with CommonJS', {
  module: '@jest/globals',
  language: 'js',
  modules: 'cjs',
  isComparedWithPlain: true,
  command: COMMAND,
});

testRunner('jest, with TypeScript by ts-jest', {
  module: '@jest/globals',
  language: 'ts',
  modules: 'cjs',
  command: COMMAND,
  files: {
    'jest.config.js': "module.exports = { preset: 'ts-jest' };\n",
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'node16', strict: true, esModuleInterop: true },
    }),
  },
});

testRunner('jest, with ES modules', {
  module: '@jest/globals',
  language: 'js',
  modules: 'esm',
  command: COMMAND,
  env: { NODE_OPTIONS: '--experimental-vm-modules' },
});
