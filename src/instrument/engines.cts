/** The engines as a file of its own for the hooks, which load it when the first file has to be instrumented. */
import instrument = require('./index.js');

export = instrument;
