/** Lists the processes of the run. */
import type { JSX } from 'preact';
import type { ProcessView } from '../../view/run-state.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { now } from '../state/clock.js';
import { formatDateTime, formatElapsed } from '../state/format.js';
import { usePage } from '../state/page-state.js';

export function ProcessList(): JSX.Element {
  const { store } = usePage();
  const processes = store.state.value?.processes ?? [];
  if (processes.length === 0) return <p class="message">No process is known.</p>;
  return (
    <table class="table">
      <caption class="visually-hidden">Processes</caption>
      <thead>
        <tr>
          <th scope="col" class="is-number">
            PID
          </th>
          <th scope="col">State</th>
          <th scope="col">Command</th>
          <th scope="col">Package</th>
          <th scope="col" class="is-number">
            Threads
          </th>
          <th scope="col" class="is-number">
            Uptime
          </th>
          <th scope="col">Node</th>
          <th scope="col">Port</th>
        </tr>
      </thead>
      <tbody>
        {processes.map((process) => (
          <ProcessRow key={`${process.pid} ${process.start}`} process={process} />
        ))}
      </tbody>
    </table>
  );
}

const STATES = { running: 'running', silent: 'not answering', ended: 'ended' } as const;

function ProcessRow({ process }: { readonly process: ProcessView }): JSX.Element {
  return (
    <>
      <tr class={process.state === 'ended' ? 'is-past' : ''}>
        <td class="is-number">{process.pid}</td>
        <td>
          <span class={`badge is-${process.state}`}>{STATES[process.state]}</span>
        </td>
        <th scope="row" class="command" title={toVisibleText(process.command)}>
          <bdi>{toVisibleText(process.command)}</bdi>
        </th>
        <td>{process.package === null ? '–' : <bdi>{toVisibleText(process.package)}</bdi>}</td>
        <td class="is-number">{process.threads ?? '–'}</td>
        <td class="is-number" title={`Started ${formatDateTime(process.start)}`}>
          <ProcessUptime process={process} />
        </td>
        <td>{toVisibleText(process.node)}</td>
        <td>{process.http === null ? '–' : toVisibleText(process.http)}</td>
      </tr>
      {process.warnings.map((warning) => (
        <tr key={warning} class="table-note">
          <td />
          <td colSpan={7}>{toVisibleText(warning)}</td>
        </tr>
      ))}
    </>
  );
}

function ProcessUptime({ process }: { readonly process: ProcessView }): JSX.Element {
  const { store } = usePage();
  if (process.uptime === null) return <>–</>;
  if (process.state !== 'running' || store.state.value?.phase !== 'running')
    return <>{formatElapsed(process.uptime)}</>;
  return <>{formatElapsed(process.uptime + Math.max(0, now.value - store.stateArrival.value))}</>;
}
