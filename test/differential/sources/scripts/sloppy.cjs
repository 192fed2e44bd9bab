// What only a script may say.
var seen = [], octal = 010, escape = '\101', let = 1, yield = 2, static = 3, await = 4, async = 5, of = 6;
with ({ x: octal, y: { z: 1 } }) { seen.push(x, y.z); if (x) z_ = x; else z_ = 0 }
with (Math) with ({ PI: 3 }) seen.push(PI, floor(1.5));
function twice(a, a) { return a } function twice(b) { return arguments.length ? twice.caller === null : b }
undeclared = function () { return this === globalThis };
seen.push(undeclared(), delete undeclared, typeof undeclared, twice(1));
if (octal) function inIf() { return 'in if' } else function inElse() { return 'in else' }
try { inElse() } catch (e) { var e = 'shadowed'; seen.push(e) }
label: function labelled() { return 'labelled' }
foo: bar: { break foo; }
{ function inBlock() { return 'first' } } { function inBlock() { return 'second' } }
seen.push(inIf(), labelled(), inBlock(), e, (function () { return new.target === undefined })());
(function () { arguments[0] = 'changed'; seen.push(typeof given, arguments.length); function given() {} })('x');
(function (a) { arguments[0] = 'mapped'; seen.push(a); a = 2; seen.push(arguments[0]) })(1);
(function f() { f = 1; seen.push(typeof f, typeof arguments.callee) })();
for (var i in {}) ; for (var let in { a: 1 }) seen.push(let);
var html = 1; html <!-- a comment
--> another
async = (async) => async; seen.push(async(7), eval('var evaluated = 8; evaluated'), evaluated);
var o = { get: 1, set: 2, async: 3, get get() { return 4 }, set set(v) { seen.push(v) }, __proto__: { inherited: 5 }, 'use strict': 6 };
o.set = 9; seen.push(o.get, o.inherited, o['use strict'], function () { 'not strict'; return !this }(), (() => typeof this)());
switch (3) { case 1: var hoisted; default: seen.push(hoisted); case 2: function inSwitch() { return 's' } seen.push(inSwitch()) }
do seen.push('asi'); while (0) seen.push('after')
exports.seen = seen.map(String), exports.escape = escape
