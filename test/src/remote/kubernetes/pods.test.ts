import assert from 'node:assert/strict';
import { type Pod, parsePods } from '../../../../src/remote/kubernetes/pods.js';

/** Returns a pod as the API server describes it. */
function podJson(more: { metadata?: object; spec?: object; status?: object } = {}) {
  return {
    metadata: { name: 'web-1', namespace: 'shop', uid: 'aaaa-1111', ...more.metadata },
    spec: { containers: [{ name: 'app', image: 'web' }], ...more.spec },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'app', restartCount: 2, state: { running: {} } }],
      ...more.status,
    },
  };
}

function parse(...items: readonly unknown[]): readonly Pod[] {
  return parsePods(JSON.stringify({ kind: 'List', items }));
}

const failure = { code: 'KUBECTL_FAILED' };

describe('parsing the list of pods', () => {
  it('reads names, restarts and variables', () => {
    const containers = [
      { name: 'app', env: [{ name: 'COVERAGE_HTTP_PORT', value: '7000' }, { name: 'KEY' }] },
    ];
    assert.deepEqual(parse(podJson({ spec: { containers } })), [
      {
        namespace: 'shop',
        name: 'web-1',
        uid: 'aaaa-1111',
        unavailable: null,
        isOnHostNetwork: false,
        defaultContainer: null,
        containers: [
          {
            name: 'app',
            environment: new Map([['COVERAGE_HTTP_PORT', '7000']]),
            showsCovermain: true,
            restarts: 2,
            unavailable: null,
          },
        ],
      },
    ]);
  });

  it('says why a pod is unavailable', () => {
    const reasons = [
      { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
      { status: { phase: 'Pending' } },
      { status: { phase: 'Failed', reason: 'Evicted' } },
      { status: { phase: undefined } },
    ].map((more) => parse(podJson(more))[0]?.unavailable);
    assert.deepEqual(reasons, [
      'it is being deleted',
      'it is not running (Pending)',
      'it is not running (Failed, Evicted)',
      'it is not running (unknown phase)',
    ]);
  });

  it('says why a container is unavailable', () => {
    const states = [
      { waiting: { reason: 'CrashLoopBackOff' } },
      { terminated: { reason: 'Error' } },
      { waiting: {} },
      {},
    ];
    const reasons = states.map((state) => {
      const containerStatuses = [{ name: 'app', restartCount: 3, state }];
      return parse(podJson({ status: { containerStatuses } }))[0]?.containers[0]?.unavailable;
    });
    assert.deepEqual(reasons, [
      'it is not running (CrashLoopBackOff)',
      'it is not running (Error)',
      'it is not running (waiting)',
      'it is not running (unknown state)',
    ]);
  });

  it('counts native sidecars as containers, and no other init containers', () => {
    const initContainers = [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always' }];
    const [pod] = parse(podJson({ spec: { containers: [{ name: 'app' }], initContainers } }));
    assert.deepEqual(
      pod?.containers.map(({ name }) => name),
      ['app', 'proxy'],
    );
  });

  for (const [what, spec] of Object.entries({
    'a variable COVER_DIR': { env: [{ name: 'COVER_DIR', valueFrom: { configMapKeyRef: {} } }] },
    'the options of Node': { env: [{ name: 'NODE_OPTIONS', value: '--import covermain/auto' }] },
    'its command': { command: ['npx', 'covermain', 'run'] },
    'its arguments': { args: ['--import', 'covermain/auto', 'app.js'] },
  })) {
    it(`recognizes a measured container by ${what}`, () => {
      const [pod] = parse(podJson({ spec: { containers: [{ name: 'app', ...spec }] } }));
      assert.equal(pod?.containers[0]?.showsCovermain, true);
    });
  }

  it('recognizes no measured container by other variables', () => {
    const env = [{ name: 'COVERAGE' }, { name: 'NODE_OPTIONS', value: '--max-old-space-size=64' }, null, 7];
    const [pod] = parse(podJson({ spec: { containers: [{ name: 'app', env, args: 'covermain' }] } }));
    assert.equal(pod?.containers[0]?.showsCovermain, false);
  });

  it('sorts by namespace and name', () => {
    const names = [
      { name: 'b', namespace: 'x' },
      { name: 'c', namespace: 'a' },
      { name: 'a', namespace: 'x' },
    ];
    const pods = parse(...names.map((metadata) => podJson({ metadata })));
    assert.deepEqual(
      pods.map(({ namespace, name }) => `${namespace}/${name}`),
      ['a/c', 'x/a', 'x/b'],
    );
  });

  it('reads a list without pods', () => {
    assert.deepEqual(parse(), []);
  });

  for (const name of [
    '',
    '--kubeconfig=/etc/x',
    '../x',
    'a/b',
    'a b',
    'A',
    'a\n',
    'x'.repeat(254),
    7,
    null,
  ]) {
    it(`refuses a pod with the name ${JSON.stringify(name).slice(0, 30)}`, () => {
      assert.throws(() => parse(podJson({ metadata: { name } })), failure);
      assert.throws(() => parse(podJson({ metadata: { namespace: name } })), failure);
    });
  }

  it('leaves out containers with invalid names', () => {
    const containers = ['--', 'a b', '', 7, null, 'app'].map((name) => ({ name }));
    const [pod] = parse(podJson({ spec: { containers } }));
    assert.deepEqual(
      pod?.containers.map(({ name }) => name),
      ['app'],
    );
  });

  it('accepts parts of any type as absent', () => {
    for (const value of [null, 7, 'x', [], [[]], [null], { a: 1 }]) {
      const pods = [
        ...parse(podJson({ spec: { containers: value, initContainers: value, hostNetwork: value } })),
        ...parse(podJson({ status: { containerStatuses: value } })),
        ...parse(podJson({ metadata: { annotations: value } })),
        ...parse({ ...podJson(), spec: value, status: value }),
      ];
      assert.equal(pods.length, 4);
    }
  });

  it('refuses a uid that is no identifier', () => {
    for (const uid of [undefined, '', 'a/b', '\u001b[2J', 'x'.repeat(129)])
      assert.throws(() => parse(podJson({ metadata: { uid } })), failure);
  });

  it('refuses a pod that is listed twice', () => {
    assert.throws(() => parse(podJson(), podJson()), failure);
  });

  for (const text of ['', '{', 'null', '[]', '{}', '{"items": {}}', '{"items": [1]}', 'No resources found'])
    it(`refuses the output ${JSON.stringify(text)}`, () => {
      assert.throws(() => parsePods(text), failure);
    });
});
