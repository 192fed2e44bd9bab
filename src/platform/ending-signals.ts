/** The signals by which people and supervisors end a program. */

export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** Milliseconds within which repeated signals count as one: a process may receive one Ctrl+C from several senders. */
export const REPEATED_SIGNAL_INTERVAL = 1_000;
