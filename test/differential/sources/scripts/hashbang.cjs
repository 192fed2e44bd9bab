#!/usr/bin/env node
// Behind a line that is no code.
exports.answer = function answer() { return 42 }()
//# sourceMappingURL=not-there.js.map