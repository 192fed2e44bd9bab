import { testRunner } from '../support/integration-suite.js';

const COMMAND = ['npx', 'vitest', 'run', '--testTimeout=60000'] as const;

testRunner('vitest in processes, with TypeScript', {
  module: 'vitest',
  language: 'ts',
  modules: 'esm',
  command: [...COMMAND, '--pool=forks'],
  isComparedWithPlain: true,
});

testRunner('vitest in threads, with TypeScript', {
  module: 'vitest',
  language: 'ts',
  modules: 'esm',
  command: [...COMMAND, '--pool=threads'],
});

testRunner('vitest in contexts of threads, with JavaScript in a CommonJS package', {
  module: 'vitest',
  language: 'js',
  modules: 'esm',
  command: [...COMMAND, '--pool=vmThreads'],
  files: {
    'package.json': JSON.stringify({ name: 'greeter', scripts: { greet: 'node src/greet.cjs hello' } }),
  },
});
