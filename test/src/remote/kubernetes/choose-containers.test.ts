import assert from 'node:assert/strict';
import { agentPortOf, type RequestedPort } from '../../../../src/remote/kubernetes/agent-port.js';
import { chooseContainers } from '../../../../src/remote/kubernetes/choose-containers.js';
import type { PodContainer } from '../../../../src/remote/kubernetes/pod-containers.js';
import type { Pod } from '../../../../src/remote/kubernetes/pods.js';

function container(name: string, more: Partial<PodContainer> = {}): PodContainer {
  return { name, environment: new Map(), showsCovermain: false, restarts: 0, unavailable: null, ...more };
}

/** Returns a container that shows that it is measured. */
function measured(name: string, port?: string): PodContainer {
  const environment = new Map(port === undefined ? [] : [['COVERAGE_HTTP_PORT', port]]);
  return container(name, { showsCovermain: true, environment });
}

function pod(containers: readonly PodContainer[], more: Partial<Pod> = {}): Pod {
  return {
    namespace: 'shop',
    name: 'web-1',
    uid: 'u-1',
    unavailable: null,
    isOnHostNetwork: false,
    defaultContainer: null,
    containers,
    ...more,
  };
}

describe('choosing the containers of a pod', () => {
  const choose = (one: Pod, requested: string | null = null) => {
    const { chosen, skipped } = chooseContainers([one], requested);
    return { chosen: chosen.map(({ container: { name }, isGuess }) => ({ name, isGuess })), skipped };
  };

  it('chooses the only container', () => {
    assert.deepEqual(choose(pod([container('a')])).chosen, [{ name: 'a', isGuess: false }]);
  });

  it('chooses the container with the requested name', () => {
    assert.deepEqual(choose(pod([measured('a'), container('b')]), 'b').chosen, [
      { name: 'b', isGuess: false },
    ]);
  });

  it('skips a pod without the requested container', () => {
    assert.deepEqual(choose(pod([container('a')]), 'b'), {
      chosen: [],
      skipped: [{ pod: 'web-1', container: null, reason: 'it has no container b' }],
    });
  });

  it('prefers containers that show covermain to the default container', () => {
    const one = pod([container('a'), measured('b'), measured('c')], { defaultContainer: 'a' });
    assert.deepEqual(
      choose(one).chosen.map(({ name }) => name),
      ['b', 'c'],
    );
  });

  it('chooses the default container if none shows covermain', () => {
    const one = pod([container('a'), container('b')], { defaultContainer: 'b' });
    assert.deepEqual(choose(one).chosen, [{ name: 'b', isGuess: false }]);
  });

  it('tries all containers if nothing shows which is measured', () => {
    const one = pod([container('a'), container('b')], { defaultContainer: 'gone' });
    assert.deepEqual(choose(one).chosen, [
      { name: 'a', isGuess: true },
      { name: 'b', isGuess: true },
    ]);
  });

  it('skips containers that do not run', () => {
    const waiting = container('a', { unavailable: 'it is not running (CrashLoopBackOff)' });
    assert.deepEqual(choose(pod([waiting])), {
      chosen: [],
      skipped: [{ pod: 'web-1', container: 'a', reason: 'it is not running (CrashLoopBackOff)' }],
    });
  });

  it('skips pods that are being deleted, with all their containers', () => {
    assert.deepEqual(choose(pod([measured('a')], { unavailable: 'it is being deleted' })), {
      chosen: [],
      skipped: [{ pod: 'web-1', container: null, reason: 'it is being deleted' }],
    });
  });
});

describe('the port of an agent', () => {
  const portOf = (one: Pod, name: string, requested: RequestedPort = null) => {
    const chosen = chooseContainers([one], name).chosen[0];
    assert.ok(chosen);
    return agentPortOf(chosen, requested);
  };

  it('is that of the container, or 7777', () => {
    assert.equal(portOf(pod([measured('a', '9000')]), 'a'), 9000);
    assert.equal(portOf(pod([measured('a', 'default')]), 'a'), 7777);
    assert.equal(portOf(pod([container('a')]), 'a'), 7777);
  });

  it('is the requested one', () => {
    assert.equal(portOf(pod([measured('a', '9000')]), 'a', 9100), 9100);
  });

  it('is unknown if the system chooses it, or if the variable is invalid', () => {
    for (const port of ['0', '70000', '-1', 'x', '7777 ', '0x10'])
      assert.equal(portOf(pod([measured('a', port)]), 'a'), null, port);
  });

  it('is not used with --port off, on the network of the node, or for a guess', () => {
    assert.equal(portOf(pod([container('a')]), 'a', 'off'), null);
    assert.equal(portOf(pod([container('a')], { isOnHostNetwork: true }), 'a', 9000), null);
    const [guess] = chooseContainers([pod([container('a'), container('b')])], null).chosen;
    assert.ok(guess);
    assert.equal(agentPortOf(guess, null), null);
  });

  it('is not used if another measured container may have it', () => {
    const same = pod([measured('a', '7777'), measured('b')]);
    assert.deepEqual([portOf(same, 'a'), portOf(same, 'b')], [null, null]);
    const own = pod([measured('a', '7777'), measured('b', '7778')]);
    assert.deepEqual([portOf(own, 'a'), portOf(own, 'b')], [7777, 7778]);
    assert.deepEqual([portOf(own, 'a', 7778), portOf(own, 'b', 7778)], [null, 7778]);
  });
});
