/** Decorators of TypeScript: `covermain manual` emits the metadata that tsconfig.json asks for. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outcomeOf, startNode } from '../../support/measured-programs.js';
import { killLeftPrograms, startCovermain } from '../../support/program.js';
import {
  type Files,
  functionCounts,
  makeProject,
  type Project,
  REPOSITORY,
  reported,
} from '../../support/project.js';

const SERVICE = `import 'reflect-metadata';
import { Clock, type Options, Zone, zone } from './clock.js';
import Default, * as all from './clock.js';

export function mark(): any { return () => {}; }

@mark()
export class Service {
  @mark() name!: string;
  @mark() clock?: Clock;
  @mark() other!: all.Clock;
  public count = 1;

  constructor(@mark() private readonly zone: Zone, public clock2: Clock, options: Options, base: Default) {
    if (options) this.count += this.zone ? 1 : 2;
  }

  @mark() stamp(at: number, @mark() clock: Clock): Promise<void> {
    return at > 1 ? Promise.resolve() : Promise.reject(new Error('early ' + clock + zone));
  }

  unused(): void {}
}
`;
const CLOCK = `export interface Zone { readonly offset: number }
export interface Options { readonly zone?: Zone }
export class Clock { toString() { return 'clock'; } }
export const zone = 'UTC';
export default class Base {}
`;
/** A file that the selection excludes. */
const STORE = `import { Clock } from '../src/clock.js';
import { mark } from '../src/service.js';

export class Store { @mark() clock!: Clock; }

export function fail(): never { throw new Error('store'); }
`;
const MAIN = `import { Clock } from './clock.js';
import { Service } from './service.js';
import { fail, Store } from '../other/store.js';

const read = (key: string, target: object, property?: string) => {
  const value = Reflect.getMetadata('design:' + key, target, property!);
  const nameOf = (type: any) => type?.name ?? typeof type;
  return property + ' ' + (Array.isArray(value) ? value.map(nameOf).join() : nameOf(value));
};
const { prototype } = Service;
for (const name of ['name', 'clock', 'other']) console.log(read('type', prototype, name));
console.log(read('paramtypes', Service));
for (const key of ['type', 'paramtypes', 'returntype']) console.log(read(key, prototype, 'stamp'));
console.log(read('type', Store.prototype, 'clock'));
console.log('count', new Service({ offset: 1 }, new Clock(), {}, {}).count);
const position = ({ stack = '' }: Error) => /(service|store)\\.ts:\\d+:\\d+/.exec(stack)?.[0];
new Service({ offset: 1 }, new Clock(), {}, {}).stamp(1, new Clock()).catch((error) => console.log(position(error)));
try { fail(); } catch (error) { console.log(position(error as Error)); }
`;
const METADATA = [
  'name String',
  'clock Clock',
  'other Clock',
  'undefined Object,Clock,Object,Base',
  'stamp Function',
  'stamp Number,Clock',
  'stamp Promise',
  'clock Clock',
  'count 2',
  'store.ts:6:39',
  'service.ts:19:56',
];
const COUNTS = { mark: 8, '(anonymous_1)': 8, '(anonymous_2)': 2, '(anonymous_3)': 1, '(anonymous_4)': 0 };

function filesOf(type: string, compilerOptions: object): Files {
  return {
    'package.json': JSON.stringify({ type }),
    'base.json': JSON.stringify({ compilerOptions: { experimentalDecorators: true, target: 'es2021' } }),
    'tsconfig.json': JSON.stringify({ extends: './base.json', compilerOptions }),
    'src/main.ts': MAIN,
    'src/service.ts': SERVICE,
    'src/clock.ts': CLOCK,
    'other/store.ts': STORE,
  };
}

describe('decorators of TypeScript under `covermain manual`', () => {
  const projects: Project[] = [];

  afterEach(killLeftPrograms);
  after(() => {
    for (const project of projects) project.remove();
  });

  function makeDecorated(type: string, compilerOptions: object): Project {
    const project = makeProject(filesOf(type, compilerOptions));
    symlinkSync(
      join(REPOSITORY, 'node_modules/reflect-metadata'),
      project.path('node_modules/reflect-metadata'),
    );
    projects.push(project);
    return project;
  }

  /** Returns the lines that the app prints. */
  async function printedBy(project: Project, engine: string): Promise<readonly string[]> {
    const program = startCovermain(project, ['manual'], {
      env: { MANUAL_INTEGRATION: '1', COVER_ENGINE: engine, COVER_HTTP: 'off' },
    });
    assert.equal(await program.exitCode, 0, program.output());
    return program.stdout().split('\n');
  }

  for (const [type, engine] of [
    ['module', 'probe'],
    ['commonjs', 'nyc'],
  ] as const) {
    it(`have metadata and exact counts in ${type} files with the engine ${engine}`, async () => {
      const project = makeDecorated(type, { emitDecoratorMetadata: true });
      const lines = await printedBy(project, engine);
      assert.deepEqual(
        lines.filter((line) => METADATA.includes(line)).sort(),
        [...METADATA].sort(),
        lines.join('\n'),
      );
      assert.deepEqual(functionCounts(project, 'src/service.ts'), COUNTS);
      assert.throws(() => reported(project, 'other/store.ts'), /not in the report/);
    });
  }

  it('have no metadata if tsconfig.json does not ask for it, as with tsx', async () => {
    const project = makeDecorated('module', {});
    const tsx = pathToFileURL(join(REPOSITORY, 'node_modules/tsx/dist/loader.mjs')).href;
    const plain = await outcomeOf(startNode(project, ['--import', tsx, 'src/main.ts'], {}));
    const expected = plain.stdout.trim().split('\n');
    assert.equal(expected[0], 'name undefined');
    const lines = await printedBy(project, 'probe');
    assert.deepEqual(
      lines.filter((line) => expected.includes(line)).sort(),
      expected.sort(),
      lines.join('\n'),
    );
    assert.deepEqual(functionCounts(project, 'src/service.ts'), COUNTS);
  });
});
