/** The example service of this repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-js';
import { httpScenario } from '../http/scenario.js';
import { appText, inRepository } from '../project.js';

export const httpService = httpScenario({
  name: 'http-service',
  isolates:
    "Cost of counting in a small service whose work is mostly done by Node: only the service's six files count. " +
    'A separate process sends requests over loopback in a closed loop. CPU is the time of the server alone.',
  project: () => ({ files: { 'app.cjs': appText('http-service.cjs'), ...compiledService() } }),
  seed: Array.from({ length: 20 }, (_, i) => ({
    method: 'POST',
    path: '/test',
    body: JSON.stringify({ text: `note ${i}${i % 3 ? '' : '!'}` }),
  })),
  mix: [
    { method: 'GET', path: '/test?urgent=true' },
    { method: 'GET', path: '/note?id=7' },
    { method: 'GET', path: '/note?id=700' },
    { method: 'POST', path: '/test', body: '{"text":" "}' },
    { method: 'GET', path: '/health' },
  ],
});

/** Returns the service compiled to CommonJS, because nyc does not count ES modules. */
function compiledService(): Readonly<Record<string, string>> {
  const directory = inRepository('examples/http-service/src');
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  const compile = (name: string) =>
    ts.transpileModule(readFileSync(join(directory, name), 'utf8'), { compilerOptions }).outputText;
  const names = readdirSync(directory).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(names.map((name) => [`lib/${name.replace(/\.ts$/, '.js')}`, compile(name)]));
}
