/** The time, updated each second while a component shows it. */
import { signal } from '@preact/signals';

let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds since 1970. */
export const now = signal(Date.now(), {
  watched() {
    this.value = Date.now();
    timer = setInterval(() => {
      this.value = Date.now();
    }, 1000);
  },
  unwatched() {
    clearInterval(timer);
  },
});
