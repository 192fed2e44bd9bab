/** Dumping on a signal. Tests of measured programs are in test/end-to-end/slow/inject.test.ts. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Dumper } from '../../../src/api/dumper.js';
import { SettingError } from '../../../src/platform/errors.js';
import {
  installMeasuredProcess,
  type MeasuredProcess,
  measuredProcess,
} from '../../../src/runtime/measured-process.js';

describe('Dumper.watchForSignalAndDumpCoverage', () => {
  let real: MeasuredProcess | undefined;
  let asked: string[];
  const listeners = () => process.listenerCount('SIGUSR2');

  beforeEach(() => {
    real = measuredProcess();
    asked = [];
    installMeasuredProcess({
      ...real,
      ask(command: { readonly type: string }) {
        asked.push(command.type);
        return Promise.reject(new Error('the agent is gone'));
      },
    } as MeasuredProcess);
  });

  afterEach(() => installMeasuredProcess(real as MeasuredProcess));

  async function receive(): Promise<void> {
    const received = once(process, 'SIGUSR2');
    process.kill(process.pid, 'SIGUSR2');
    await received;
  }

  it('asks the agent for a dump once a signal until it is closed, and survives a failure', async () => {
    const before = listeners();
    const dumper = new Dumper();
    dumper.watchForSignalAndDumpCoverage('SIGUSR2');
    dumper.watchForSignalAndDumpCoverage('SIGUSR2');
    await receive();
    await receive();
    assert.deepEqual(asked, ['dump', 'dump']);
    dumper.close();
    assert.equal(listeners(), before);
    await receive();
    assert.deepEqual(asked, ['dump', 'dump']);
  });

  it('refuses a name that is no signal', () => {
    assert.throws(() => new Dumper().watchForSignalAndDumpCoverage('SIGNONE'), SettingError);
  });

  it('leaves the signal alone in a process that is not measured', () => {
    installMeasuredProcess(undefined as unknown as MeasuredProcess);
    const before = listeners();
    new Dumper().watchForSignalAndDumpCoverage('SIGUSR2');
    assert.equal(listeners(), before);
  });
});
