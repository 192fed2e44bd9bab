/*
 * Writes the profile whenever the process receives SIGUSR2. In a process that is not measured, the signal keeps its default
 * effect.
 */

void import('covermain').then(({ Dumper }) => new Dumper().watchForSignalAndDumpCoverage('SIGUSR2'));
