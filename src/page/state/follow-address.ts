/** Follows the view and the Git ref of the address, and shows the project in the title of the page. */
import { computed, effect } from '@preact/signals';
import { formatView, parseView } from '../../view/coverage-view.js';
import { toVisibleText } from '../../view/visible-parts.js';
import type { PageState } from './page-state.js';

export function followAddress({ address, store }: PageState): void {
  const view = computed(() => formatView(address.value.view));
  const since = computed(() => address.value.since);
  effect(() => store.follow(parseView(view.value) ?? { kind: 'run' }, since.value));
  effect(() => {
    const project = store.state.value?.project;
    document.title = project ? `${toVisibleText(project)} · covermain` : 'covermain';
  });
}
