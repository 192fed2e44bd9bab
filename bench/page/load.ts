/** What the page is shown: 5,000 files, one of which has 20,000 lines, and how many counters change. */

/** The files are in this many directories, this many in each. */
export const DIRECTORIES = 50;
export const FILES = 100;

/** Number of functions in the large file, of five lines each. */
export const FUNCTIONS = 4_000;

/** Milliseconds between two changes, as between two messages of the agent. */
export const INTERVAL = 250;

/** Number of files, and of counters in the large file, that change each time. */
export const CHANGED_FILES = 500;
export const CHANGED_COUNTERS = 2_000;
