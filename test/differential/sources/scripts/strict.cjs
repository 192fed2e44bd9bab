"use strict"; 'another directive'
const seen = []
function f() { 'use strict'; return this }
const g = () => { "use strict"; return typeof this }
const h = { m() { 'use strict'; 'and more'; return this === undefined } }
class C { static s() { return this === undefined } constructor() { 'use strict' } }
seen.push(f(), g(), (0, h.m)(), (0, C.s)(), new C() instanceof C)
try { undeclared = 1 } catch (error) { seen.push(error.name) }
try { Object.freeze(seen); seen.push(1) } catch { exports.frozen = true }
exports.seen = seen
