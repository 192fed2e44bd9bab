/** The signals by which people and supervisors end a program, for those who receive them and those who pass them on. */

export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** Milliseconds within which several signals are one wish: one Ctrl+C arrives from several senders. */
export const REPEATED_SIGNAL_INTERVAL = 1_000;
