/** How modules start their app, judged by their syntax trees. */
import assert from 'node:assert/strict';
import { detectStartKind, type StartKind } from '../../../../src/init/detect/start-kind.js';
import { parse } from '../../../../src/instrument/probe/syntax/parse.js';

const MODULES: Readonly<Record<StartKind, readonly string[]>> = {
  main: [
    'export function main() {}',
    'export async function main(port = 80) {}',
    'export const main = async () => {};',
    'function start() {}\nexport { start as main };',
    "export { main } from './main.js';",
    'exports.main = () => {};',
    'module.exports = { main };\nfunction main() {}',
    'module.exports = { main() {} };',
    'export function main() {}\nif (import.meta.main) main();',
    'function main() {}\nif (require.main === module) { main(); }\nmodule.exports = { main };',
    "import { app } from './app.js';\napp.use(x);\nexport function main() { app.listen(); }",
  ],
  default: [
    'export default function () {}',
    'export default async () => {};',
    'const start = () => {};\nexport default start;',
    'module.exports = function start() {};',
    'module.exports = async () => {};',
  ],
  'main-module': [
    'if (require.main === module) start();\nfunction start() {}',
    'if (!module.parent) { app.listen(); }',
    'if (import.meta.main) start();',
    'if (import.meta.url === pathToFileURL(process.argv[1]).href) start();',
    'import.meta.main && start();',
    'const isMain = require.main === module;\nif (isMain) start();',
    'module.exports = function createApp() {};\nif (require.main === module) module.exports().listen();',
    'export function main(args) {}\nif (import.meta.main) main(process.argv.slice(2));',
  ],
  itself: [
    'export function main() {}\nmain();',
    'export const main = async () => {};\nawait main();',
    'export async function main() {}\nmain().catch(console.error);',
    'export async function main() {}\nvoid main().then(() => 1);',
    'async function main() {}\nmodule.exports = { main };\nmain();',
    'export function main() {}\nconnect().then(main);',
    'export function main() {}\nconnect().then(() => main());',
    'export async function main() {}\n(async () => { await main(); })();',
    'export async function main() {}\ntry { await main(); } catch {}',
    'export default function createApp() {}\ncreateApp().listen(80);',
    'export async function main() {}\nconst running = main();',
  ],
  load: [
    'bootstrap();\nasync function bootstrap() {}',
    "import http from 'node:http';\nhttp.createServer(() => {}).listen(80);",
    "import './server.js';",
    "require('./server');",
    "export * from './server.js';",
    'const app = express();\napp.listen(80);\nexport default app;',
    'new Server().start();',
    'export default createServer();',
    'if (process.env.PORT) listen();',
    'const server = await listen();\nexport { server };',
    'export const helper = () => main();\nrun();',
  ],
  nothing: [
    'export const a = 1;',
    "const fs = require('node:fs');\nexports.read = () => fs.readFileSync('a');",
    "import { a } from './a.js';\nexport class Shop { static main() { a(); } }",
    'function main() {}',
    '',
  ],
};

describe('detecting how a module starts its app', () => {
  for (const [kind, sources] of Object.entries(MODULES)) {
    for (const source of sources) {
      it(`${kind}: ${JSON.stringify(source)}`, () =>
        assert.equal(detectStartKind(parse(source, 'entry.js').program, source), kind));
    }
  }

  it('understands TypeScript', () => {
    const source = 'export const main: () => Promise<void> = async (): Promise<void> => {};\nvoid main();';
    assert.equal(detectStartKind(parse(source, 'entry.ts').program, source), 'itself');
  });
});
