/** Source maps are read from `data:` URLs and files, and invalid ones are described. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { readMapAt, readParsedMap } from '../../../src/source-maps/input-map.js';
import { makeProject, type Project } from '../../support/project.js';

const MAP = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' };
const JSON_MAP = JSON.stringify(MAP);

describe('readMapAt', () => {
  let project: Project;
  before(() => {
    project = makeProject({
      'maps/a.js.map': JSON_MAP,
      'maps/[id].js.map': JSON_MAP,
      'maps/prefixed.map': `)]}'\n\uFEFF${JSON_MAP}`.replace('\uFEFF', ''),
      'maps/bom.map': `\uFEFF${JSON_MAP}`,
    });
    mkdirSync(project.path('maps/directory'));
    execFileSync('mkfifo', [project.path('maps/pipe')]);
  });
  after(() => project.remove());

  const base64 = Buffer.from(JSON_MAP).toString('base64');

  function sourcesAt(url: string): readonly (string | null)[] | undefined {
    return readMapAt(url, project.path('dist/a.js')).map?.sources;
  }

  it('reads a file, whose names are relative to the map', () => {
    const urls = ['a.js.map', 'a.js.map?v=1', '%5Bid%5D.js.map', '[id].js.map', 'prefixed.map', 'bom.map'];
    for (const url of urls) assert.deepEqual(sourcesAt(`../maps/${url}`), [project.path('maps/a.ts')], url);
    assert.deepEqual(sourcesAt(`file://${project.path('maps/%5Bid%5D.js.map')}`), [
      project.path('maps/a.ts'),
    ]);
    assert.deepEqual(sourcesAt(project.path('maps/a.js.map')), [project.path('maps/a.ts')]);
  });

  it('reads data: URLs in base64 and percent-encoded', () => {
    for (const url of [
      `data:application/json;base64,${base64}`,
      `data:application/json;charset=utf-8;base64,${base64}`,
      `data:application/json;charset=utf-8;foo="bar";base64,${base64}`,
      `DATA:text/plain;BASE64,${encodeURIComponent(base64)}`,
      `data:;base64,${Buffer.from(`)]}'\n${JSON_MAP}`).toString('base64')}`,
      `data:application/json,${encodeURIComponent(JSON_MAP)}`,
      `data:application/json;charset=utf-8,${encodeURIComponent(`)]}'\n${JSON_MAP}`)}`,
    ])
      assert.deepEqual(sourcesAt(url), [project.path('dist/a.ts')], url);
  });

  const dataUrl = (map: unknown) => `data:application/json,${encodeURIComponent(JSON.stringify(map))}`;

  const DEFECTIVE: readonly (readonly [title: string, url: string, code: string])[] = [
    ['a file that does not exist', '../maps/none.map', 'missing'],
    ['a directory', '../maps/directory', 'unreadable'],
    ['a pipe, without waiting for a writer', '../maps/pipe', 'unreadable'],
    ['a device', '/dev/zero', 'unreadable'],
    ['a URL of another machine', 'https://host/a.js.map', 'unreadable'],
    ['a data: URL that is not encoded correctly', 'data:application/json,%', 'unreadable'],
    ['text that is not JSON', 'data:application/json,nope', 'not-json'],
    ['an array', dataUrl([]), 'not-json'],
    ['JSON null', dataUrl(null), 'not-json'],
    ['another version', dataUrl({ ...MAP, version: 7 }), 'version'],
    ['no version', dataUrl({ ...MAP, version: undefined }), 'version'],
    ['no sources', dataUrl({ ...MAP, sources: undefined }), 'no-sources'],
    ['an empty list of sources', dataUrl({ ...MAP, sources: [] }), 'no-sources'],
    ['sources that are null', dataUrl({ ...MAP, sources: [null, null] }), 'no-sources'],
    ['sources that are no files', dataUrl({ ...MAP, sources: ['https://host/a.ts', 1] }), 'no-sources'],
    ['no mappings', dataUrl({ ...MAP, mappings: undefined }), 'no-mappings'],
    ['sections that are no list', dataUrl({ version: 3, sections: 1 }), 'sections'],
    ['a section without offset', dataUrl({ version: 3, sections: [{ map: MAP }] }), 'sections'],
    [
      'a section at an absurd line',
      dataUrl({ version: 3, sections: [{ offset: { line: 1e15, column: 0 }, map: MAP }] }),
      'sections',
    ],
    [
      'a section that starts before the one before it',
      dataUrl({
        version: 3,
        sections: [
          { offset: { line: 1, column: 5 }, map: MAP },
          { offset: { line: 1, column: 4 }, map: MAP },
        ],
      }),
      'sections',
    ],
    [
      'sections whose lines add up to an absurd line',
      dataUrl(nestSections({ line: 600_000, column: 0 }, 2)),
      'sections',
    ],
    ['sections nested 500 times', dataUrl(nestSections({ line: 0, column: 0 }, 500)), 'sections'],
    [
      'a section that is a URL',
      dataUrl({ version: 3, sections: [{ offset: { line: 0, column: 0 }, url: 'a.js.map' }] }),
      'sections',
    ],
    [
      'a section without mappings',
      dataUrl({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: { sources: ['a.ts'] } }] }),
      'no-mappings',
    ],
    ['an empty list of sections', dataUrl({ version: 3, sections: [] }), 'no-sources'],
  ];
  for (const [title, url, code] of DEFECTIVE) {
    it(`describes ${title}`, () => {
      assert.equal(readMapAt(url, project.path('dist/a.js')).defect?.code, code);
    });
  }
});

describe('readParsedMap', () => {
  /** Returns the original position of a position of the code. */
  function trace(map: object, line: number, column: number): string {
    const { sources, names = [], mappings } = readParsedMap(map, '/app/dist/a.js');
    const traced = new TraceMap({ version: 3, sources: [...sources], names: [...names], mappings });
    const position = originalPositionFor(traced, { line, column });
    return `${position.source}:${position.line}:${position.column}`;
  }

  const section = (line: number, column: number, map: object) => ({ offset: { line, column }, map });
  const mapOf = (source: string, more: object = {}) => ({ ...MAP, sources: [source], ...more });

  it('joins sections', () => {
    const map = {
      version: 3,
      sections: [
        section(0, 0, mapOf('../src/%5Bid%5D.ts', { sourcesContent: ['a'] })),
        section(0, 10, mapOf('b.ts', { sourceRoot: '../src' })),
        section(2, 0, mapOf('../src/c.ts', { sources: [null, '../src/c.ts'], mappings: 'ACAA' })),
      ],
    };
    assert.equal(trace(map, 1, 0), '/app/src/[id].ts:1:0');
    assert.equal(trace(map, 1, 12), '/app/src/b.ts:1:0');
    assert.equal(trace(map, 3, 0), '/app/src/c.ts:1:0');
    const { sources, sourcesContent } = readParsedMap(map, '/app/dist/a.js');
    assert.deepEqual(sources, ['/app/src/[id].ts', '/app/src/b.ts', null, '/app/src/c.ts']);
    assert.deepEqual(sourcesContent, ['a', null, null, null]);
  });

  it('joins nested sections', () => {
    const inner = { version: 3, sections: [section(1, 2, mapOf('../src/a.ts'))] };
    assert.equal(trace({ version: 3, sections: [section(3, 0, inner)] }, 5, 2), '/app/src/a.ts:1:0');
  });

  it('names a source once that several sections name', () => {
    const map = {
      version: 3,
      sections: [
        section(0, 0, mapOf('../src/a.ts')),
        section(4, 0, mapOf('../src/a.ts', { mappings: 'AAEA' })),
      ],
    };
    assert.deepEqual(readParsedMap(map, '/app/dist/a.js').sources, ['/app/src/a.ts', null]);
    assert.equal(trace(map, 5, 0), '/app/src/a.ts:3:0');
  });

  it('names a source once that an ordinary map names twice', () => {
    const map = { ...MAP, sources: ['./a.ts', 'a.ts'], mappings: 'AAAA;ACEA' };
    assert.deepEqual(readParsedMap(map, '/app/dist/a.js').sources, ['/app/dist/a.ts', null]);
    assert.equal(trace(map, 2, 0), '/app/dist/a.ts:3:0');
  });
});

/** Returns a map with sections, `depth` maps deep, each of whose sections starts at an offset. */
function nestSections(offset: object, depth: number): object {
  let map: object = MAP;
  for (let times = 0; times < depth; times++) map = { version: 3, sections: [{ offset, map }] };
  return map;
}
