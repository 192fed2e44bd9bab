// A script of Node may return.
exports.before = 1;
if (module.children) { exports.left = true; return }
exports.after = 2;
function never() {}
