/** Records the errors of a page in a browser. */
import type { Page } from 'playwright-core';

/** Returns a list to which everything is added that a page throws, logs as an error, or is refused by its policy. */
export function recordPageErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  return errors;
}
