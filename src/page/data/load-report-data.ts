/** Loads the data files of a report. A page from disk can neither fetch files nor import modules, but it can add scripts. */
import { REPORT_RECEIVER, type ReportReceiver } from '../../view/report-data.js';
import type { LoadReportData } from './report-index.js';

declare global {
  var covermainReport: ReportReceiver | undefined;
}

/** Installs the receiver of data files, and returns a function that loads them from `data/`. */
export function createReportLoader(): LoadReportData {
  const received = new Map<string, string>();
  globalThis[REPORT_RECEIVER] = { add: (name, json) => received.set(name, json) };
  const loading = new Map<string, Promise<unknown>>();
  const load = async (name: string): Promise<unknown> => {
    await runScript(`./data/${name}.js`);
    const json = received.get(name);
    received.delete(name);
    if (json === undefined) throw new Error(`data/${name}.js is damaged. Draw the report again.`);
    return JSON.parse(json);
  };
  return (name) => {
    const known = loading.get(name);
    if (known) return known;
    const started = load(name).finally(() => loading.delete(name));
    loading.set(name, started);
    return started;
  };
}

/** @param path relative to the page */
function runScript(path: string): Promise<void> {
  const script = document.createElement('script');
  script.src = path;
  const loaded = new Promise<void>((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () =>
      reject(
        new Error(
          `Cannot load ${path.slice(2)}: the report is incomplete. Draw it again, or copy all of it.`,
        ),
      );
  });
  document.head.append(script);
  return loaded.finally(() => script.remove());
}
