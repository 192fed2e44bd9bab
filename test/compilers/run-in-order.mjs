/**
 * Imports the main module of each program in order. A program that goes on sets `globalThis.finished` to a promise.
 * Prints a line with the name of each program before its own output.
 */
import { pathToFileURL } from 'node:url';

for (const argument of process.argv.slice(2)) {
  const [name, main] = argument.split('=');
  console.log(`### ${name}`);
  try {
    await import(pathToFileURL(main).href);
  } catch (error) {
    console.log(error?.name);
    console.error(error);
  }
  await globalThis.finished;
  delete globalThis.finished;
}
