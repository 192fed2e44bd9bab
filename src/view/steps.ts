/** Runs work that is divided into steps, so that a page can pause it. */

/** Work of less than a millisecond between two `yield`s. */
export type Steps<T> = Generator<void, T>;

/** Number of items of a list that are handled in one step. */
export const ITEMS_PER_STEP = 500;

/** Does all steps at once. @returns their result */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
