/** The example service of this repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-js';
import { httpScenario } from '../http/scenario.js';
import { appText, inRepository } from '../project.js';

export const httpService = httpScenario({
  name: 'http-service',
  isolates:
    "What counting costs a small service, most of whose work is Node's own: only the service's six files count. " +
    'A closed loop over loopback, from a process of its own; CPU is that of the server alone, by its own account.',
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

/** Compiled to CommonJS: nyc counts no ES modules. */
function compiledService(): Readonly<Record<string, string>> {
  const folder = inRepository('examples/http-service/src');
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  const compile = (name: string) =>
    ts.transpileModule(readFileSync(join(folder, name), 'utf8'), { compilerOptions }).outputText;
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(names.map((name) => [`lib/${name.replace(/\.ts$/, '.js')}`, compile(name)]));
}
