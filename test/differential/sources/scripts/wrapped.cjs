// Names of its own that counting code might use, and code that reads code.
var cov = 1, coverage = 2, path = 3, hash = 4, global = 5, Function_ = Function, s = [1], f = [2], b = [[3]], actualCoverage = 6, gcv = 7, _a, _ref;
function cov_() { return cov } const __coverage = () => coverage, $ = 1, _ = 2, __p = 3, __probe = 4;
{ let Function = 8, Object = 9, Array = 10, globalThis = 11, Uint32Array = 12, Error = 13, process = 14; exports.shadowed = [Function, Object, Array, globalThis, Uint32Array, Error, process] }
exports.names = [cov_(), __coverage(), path, hash, global, s, f, b, actualCoverage, gcv, _a, _ref, $, _, __p, __probe].concat(typeof Function_)
exports.lengths = [(function (a, b = 1, c) {}).length, ((a, ...r) => r).length, (class { constructor(a, b) {} }).length]
exports.named = [function named() {}.name, (() => {}).name, (class Klass {}).name]
var assigned = function () {}, arrowed = () => {}, { inner = function () {} } = {}; exports.inferred = [assigned.name, arrowed.name, { method() {} }.method.name, Object.getOwnPropertyDescriptor({ get got() { return 1 } }, 'got').get.name]
exports.stack = new Error('here').stack.split('\n')[1].includes('wrapped.cjs')
