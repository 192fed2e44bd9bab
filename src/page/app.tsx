/** The page: head, tree, source or overview, and details. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { toVisibleText } from '../view/visible-parts.js';
import { FilePane } from './file-pane.js';
import { ComparisonStrip } from './header/comparison-strip.js';
import { PageDialogs } from './header/page-dialogs.js';
import { PageHeader } from './header/page-header.js';
import { RunBanner } from './header/run-banner.js';
import { onKeys } from './keyboard.js';
import { Overview } from './overview/overview.js';
import { TabPanel } from './panel/tab-panel.js';
import { PageContext, type PageState, usePage } from './state/page-state.js';
import { TreePanel } from './tree/tree-panel.js';
import { Icon } from './widgets/icons.js';

export function App({ page }: { readonly page: PageState }): JSX.Element {
  return (
    <PageContext.Provider value={page}>
      <PageKeys />
      <PageHeader />
      <RunBanner />
      <ComparisonStrip />
      <PageBody />
      <NoticeView />
      <PageDialogs />
    </PageContext.Provider>
  );
}

function PageBody(): JSX.Element {
  const { view } = usePage().address.value;
  return (
    <div class={`body ${view.kind === 'mark' ? 'is-since-mark' : ''}`}>
      <TreePanel />
      <Centre />
    </div>
  );
}

function Centre(): JSX.Element {
  const { address } = usePage();
  const { file } = address.value;
  return (
    <div class="centre">
      <main class="content">{file === null ? <Overview /> : <FilePane path={file} />}</main>
      <TabPanel />
    </div>
  );
}

/** Shows the result of the last action. Both elements always exist, so that screen readers announce changes in them. */
function NoticeView(): JSX.Element {
  const { notice } = usePage();
  const current = notice.value;
  const close = (
    <button
      type="button"
      class="icon-button"
      aria-label="Dismiss"
      onClick={() => {
        notice.value = null;
      }}
    >
      <Icon name="close" />
    </button>
  );
  return (
    <div class="notices">
      <div role="status" class="notice" hidden={current?.kind !== 'status'}>
        {current?.kind === 'status' && [<span key="text">{toVisibleText(current.text)}</span>, close]}
      </div>
      <div role="alert" class="notice is-error" hidden={current?.kind !== 'error'}>
        {current?.kind === 'error' && [<span key="text">{toVisibleText(current.text)}</span>, close]}
      </div>
    </div>
  );
}

function PageKeys(): null {
  const page = usePage();
  useEffect(
    () =>
      onKeys({
        '?': () => {
          page.dialog.value = 'help';
          return true;
        },
        Escape: () => clear(page),
      }),
    [page],
  );
  return null;
}

/** Clears the most recent of what is shown: the notice, the line, then the file. */
function clear({ notice, address, navigate }: PageState): boolean {
  const { file, line } = address.value;
  if (notice.value) notice.value = null;
  else if (line !== null) navigate({ line: null });
  else if (file !== null) navigate({ file: null });
  else return false;
  return true;
}
