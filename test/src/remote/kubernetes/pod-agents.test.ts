import assert from 'node:assert/strict';
import { CovermainError } from '../../../../src/platform/errors.js';
import { type CandidateContainer, openCandidate } from '../../../../src/remote/kubernetes/pod-agents.js';
import { type AgentLink, NoTargetError } from '../../../../src/remote/target.js';

const { signal } = new AbortController();

describe('a container that may have an agent', () => {
  const links: string[] = [];
  beforeEach(() => links.splice(0));

  const withAgent = (name: string): CandidateContainer => ({
    name,
    async open() {
      links.push(name);
      return {
        request: async () => [],
        close: async () => {
          links.splice(links.indexOf(name), 1);
        },
      } satisfies AgentLink;
    },
  });
  const failing = (name: string, error: Error): CandidateContainer => ({
    name,
    open: () => Promise.reject(error),
  });
  const noAgent = new CovermainError('AGENT_NOT_FOUND', 'no agent');
  const broken = new CovermainError('KUBECTL_FAILED', 'broken');

  it('is opened if it has one', async () => {
    const link = await openCandidate([failing('a', noAgent), withAgent('b')], 'b', signal);
    assert.deepEqual(links, ['b']);
    await link.close();
  });

  it('is no target if another container has one, whose link is closed', async () => {
    await assert.rejects(openCandidate([failing('a', noAgent), withAgent('b')], 'a', signal), NoTargetError);
    assert.deepEqual(links, []);
  });

  it('is no target if it is unknown whether another container has one', async () => {
    const candidates = [failing('a', noAgent), failing('b', broken)];
    await assert.rejects(openCandidate(candidates, 'a', signal), NoTargetError);
    await assert.rejects(openCandidate(candidates, 'b', signal), broken);
  });

  it('fails if no container of the pod has one', async () => {
    const candidates = [failing('a', noAgent), failing('b', noAgent)];
    await assert.rejects(openCandidate(candidates, 'a', signal), noAgent);
    await assert.rejects(openCandidate([failing('a', noAgent)], 'a', signal), noAgent);
  });
});
