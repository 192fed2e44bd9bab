/** The engines as a separate bundle, which the hooks load when they instrument the first file. */
import instrument = require('./index.js');

export = instrument;
