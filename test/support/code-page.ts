/** Shows the source view of the page in Chromium, with counts that a test sends. */
import type { Page } from 'playwright-core';
import { bundleEntry } from '../../scripts/build/page.js';
import type { FileMessage, FileSessions } from '../../src/view/messages.js';
import { REPOSITORY } from './project.js';

/** Properties of the source view that are plain data. */
export interface ShownCode {
  /** First message of each file. */
  readonly files: Readonly<Record<string, FileMessage>>;
  readonly path: string;
  readonly sessions?: FileSessions;
  readonly isColoredBySession?: boolean;
  /** Names of the sessions of a comparison. */
  readonly comparison?: readonly [string, string];
  readonly changedLines?: readonly number[];
}

/** Renders the component, and keeps what it reports in global variables. */
const SCRIPT = `
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { CodeView } from './code/code-view.js';
import { listenToKeys } from './keyboard.js';

function App({ shown }) {
  const [line, setLine] = useState(null);
  const [path, setPath] = useState(shown.path);
  Object.assign(globalThis, { setLine, setPath, line, path });
  const [first, second] = shown.comparison ?? [];
  return <CodeView
    source={source} path={path} line={line} onSelectLine={setLine}
    view={first ? { kind: 'comparison', first, second } : { kind: 'run' }}
    sessions={shown.sessions?.sessions.map(({ name }) => name) ?? []}
    isColoredBySession={shown.isColoredBySession ?? false}
    changedLines={shown.changedLines ? new Set(shown.changedLines) : null}
    onLeaveFile={(direction) => {
      globalThis.left = direction;
      const paths = Object.keys(shown.files);
      const next = paths[paths.indexOf(path) + direction];
      if (next) { setPath(next); setLine(null); }
    }}
  />;
}

const listeners = new Set();
const source = {
  followRun: () => () => {},
  followFile: ({ path, onMessage }) => {
    listeners.add(onMessage);
    queueMicrotask(() => onMessage(globalThis.shown.files[path]));
    return () => listeners.delete(onMessage);
  },
  readSessions: async () => globalThis.shown.sessions,
  act: undefined,
};
globalThis.send = (message) => { for (const listener of listeners) listener(message); };
globalThis.show = (shown) => {
  globalThis.shown = shown;
  const root = document.querySelector('main');
  render(null, root);
  render(<App shown={shown} />, root);
};
listenToKeys(document);
`;

const HTML = `<!doctype html><html lang="en" data-theme="light"><title>Code</title>
<style>main { height: 600px; }</style><body><main></main>`;

/** Loads the script and the styles into a page, once. */
export async function openCodePage(page: Page): Promise<void> {
  const { script, styles } = bundleEntry(REPOSITORY, SCRIPT);
  await page.setContent(HTML);
  await page.addStyleTag({ content: styles });
  await page.addScriptTag({ content: script });
}

/** Replaces what the page shows. */
export async function showCode(page: Page, shown: ShownCode): Promise<void> {
  await page.evaluate(`show(${JSON.stringify(shown)})`);
  await page.locator('.code-view > :not(.code-loading)').first().waitFor();
}
