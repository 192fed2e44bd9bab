/*
 * Writes the profile whenever the file generate_coverage is created in the working directory, and then removes the file.
 * Does nothing in a process that is not measured.
 */

void import('covermain').then(({ Dumper }) =>
  new Dumper().watchForFileAndDumpCoverage('./generate_coverage'),
);
