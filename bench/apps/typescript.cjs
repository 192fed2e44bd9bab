/** The TypeScript compiler checks and compiles a program of several files, all in memory. */
'use strict';
const { readdirSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { loop } = require('./bench.cjs');
const ts = require('./lib/typescript.js');

const texts = new Map();
for (const path of readdirSync(join(__dirname, 'input'), { recursive: true })) {
  const file = join(__dirname, 'input', path);
  if (statSync(file).isFile()) texts.set(`/${path.replaceAll('\\', '/')}`, readFileSync(file, 'utf8'));
}
const roots = [...texts.keys()].filter((path) => !path.startsWith('/lib/'));

const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.decorators.d.ts', 'lib.decorators.legacy.d.ts'],
  types: [],
  strict: true,
};

function compile() {
  const emitted = [];
  const host = {
    getSourceFile: (path, version) => texts.has(path) && ts.createSourceFile(path, texts.get(path), version),
    getDefaultLibFileName: () => '/lib/lib.es2023.d.ts',
    getDefaultLibLocation: () => '/lib',
    writeFile: (_path, text) => emitted.push(text),
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
  };
  const program = ts.createProgram(roots, options, host);
  const diagnostics = ts.getPreEmitDiagnostics(program);
  program.emit();
  return { emitted, diagnostics };
}

loop({
  pass: compile,
  checkOf: ({ emitted, diagnostics }) =>
    `${emitted.join('').length} characters, ${diagnostics.length} diagnostics`,
});
