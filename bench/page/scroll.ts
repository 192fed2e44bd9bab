/** Scrolls a list and measures the frames. Runs in the browser. */

export interface Frames {
  /** Milliseconds between two frames, in ascending order. */
  readonly frames: readonly number[];
  /** Milliseconds of the longest task of the page's thread; 0 if none took 50. */
  readonly longestTask: number;
}

export interface ScrollOptions {
  /** Selector of the element that scrolls. */
  readonly selector: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Pixels per frame. */
  readonly step: number;
}

/** The parts of a browser that Node does not have, or has in another form. */
interface Browser {
  readonly PerformanceObserver: new (
    onEntries: (list: { getEntries(): readonly { readonly duration: number }[] }) => void,
  ) => { observe(options: { readonly type: 'longtask' }): void; disconnect(): void };
  readonly document: { querySelector(selector: string): ScrolledElement | null };
  requestAnimationFrame(callback: (time: number) => void): void;
}

interface ScrolledElement {
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** Scrolls down, and again from the top when the end is reached. */
export function scroll({ selector, duration, step }: ScrollOptions): Promise<Frames> {
  const browser = globalThis as unknown as Browser;
  const element = browser.document.querySelector(selector);
  if (!element || element.scrollHeight <= element.clientHeight * 2)
    return Promise.reject(new Error(`${selector} is no long list`));
  const frames: number[] = [];
  let longestTask = 0;
  const observer = new browser.PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longestTask = Math.max(longestTask, entry.duration);
  });
  observer.observe({ type: 'longtask' });
  return new Promise((resolve) => {
    const start = performance.now();
    let last: number | undefined;
    const onFrame = (time: number) => {
      if (last !== undefined) frames.push(time - last);
      last = time;
      if (performance.now() - start > duration) {
        observer.disconnect();
        return resolve({ frames, longestTask });
      }
      const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 1;
      element.scrollTop = isAtEnd ? 0 : element.scrollTop + step;
      browser.requestAnimationFrame(onFrame);
    };
    browser.requestAnimationFrame(onFrame);
  });
}
