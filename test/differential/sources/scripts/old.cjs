/* In the manner of a bundle from long ago. */
;(function (root, factory) { typeof exports === 'object' && typeof module !== 'undefined' ? factory(exports) : typeof define === 'function' && define.amd ? define(['exports'], factory) : (root = root || self, factory(root.old = {})) }(this, (function (exports) { 'use strict';
  var __extends = (this && this.__extends) || function (d, b) { for (var p in b) if (b.hasOwnProperty(p)) d[p] = b[p]; function __() { this.constructor = d; } d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __()); };
  var i, n = 0, Base = function () { function Base(a) { this.a = a === void 0 ? 1 : a } return Base.prototype.get = function () { return this.a }, Base }(), Sub = function (_super) { function Sub() { return _super !== null && _super.apply(this, arguments) || this } return __extends(Sub, _super), Sub }(Base);
  for (i = 0; i < 3; i++) n += i; for (; n--;) if (n & 1) continue; else n -= n > 2 ? 1 : 0
  if (!n) { var late = 1 } else var never = 2, later = never || 3; var x = n > 5 ? (n++, n) : n < -5 ? n-- : (n += 2, n ? 'n' : !1), t = !0, u = void 0, y = (t && u, u || t) ? x + '' : x;
  !function (e, t) { e(t) }(function (e) { switch (e) { case 1: case 2: n = e; break; case 3: return void (n = 4) } throw e }, 3);
  function walk(node, visit) { var c = [].concat(node); while (c.length) { var it = c.pop(); if (it && it.kids) for (var k = it.kids.length; k-- > 0;) c.push(it.kids[k]); if (visit(it) === !1) break } return c.length }
  exports.left = walk({ kids: [{ kids: [1, 2] }, 3, 4] }, function (it) { return it !== 2 }), exports.value = new Sub(7).get(), exports.none = new Base().get(); exports.rest = [i, n, late, never, later, x, y]; if (0) exports.dead = 1; return exports; var after; function hoisted() { return after }
})));
