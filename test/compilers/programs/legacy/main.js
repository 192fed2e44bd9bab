/** Code in an old style: `var`, hoisting, prototypes, `arguments`, comma expressions and callbacks. */
var log = [];
var module = (function () {
  var privateCount = 0;
  function Shape(width, height) {
    if (!(this instanceof Shape)) return new Shape(width, height);
    this.width = width || 1;
    this.height = height === undefined ? this.width : height;
    privateCount++;
  }
  Shape.prototype.area = function () {
    var area = this.width * this.height;
    if (area > 10) {
      log.push('large');
    } else if (area > 3) {
      log.push('medium');
    }
    return area;
  };
  Shape.prototype.toString = function toString() {
    return 'Shape ' + this.width + (this.height !== this.width ? 'x' + this.height : '');
  };
  return {
    Shape: Shape,
    count: function () {
      return privateCount;
    },
    unused: function () {
      privateCount = 0;
    },
  };
})();

function each(list, callback, context) {
  var index, length;
  for (index = 0, length = list.length; index < length; index++) {
    if (callback.call(context, list[index], index) === false) break;
  }
  return list;
}

function extend(target) {
  var index = 1,
    source,
    key;
  for (; index < arguments.length; index++) {
    source = arguments[index];
    if (!source) continue;
    for (key in source) if (Object.prototype.hasOwnProperty.call(source, key)) target[key] = source[key];
  }
  return target;
}

function parse(text) {
  var position = 0,
    result = [],
    character,
    number;
  while ((character = text.charAt(position++))) {
    if (character === ' ') continue;
    if (character >= '0' && character <= '9') {
      number = 0;
      do {
        number = number * 10 + +character;
        character = text.charAt(position++);
      } while (character >= '0' && character <= '9');
      position--;
      result.push(number);
    } else if (character === '+' || character === '-') result.push(character);
    else throw new SyntaxError('unexpected ' + character);
  }
  return result;
}

function compute(tokens) {
  var total = 0,
    sign = 1;
  each(tokens, function (token) {
    switch (token) {
      case '+':
        sign = 1;
        break;
      case '-':
        sign = -1;
        break;
      default:
        total += sign * token;
        if (total < 0) return (log.push('negative'), false);
    }
  });
  return total;
}

function later(value, callback) {
  if (typeof callback !== 'function') return;
  value > 2 ? callback(new Error('too large')) : value ? callback(null, value) : callback(null);
}

var results = [];
each([0, 1, 2, 3, 7], function (value) {
  later(value, function (error, result) {
    if (error) return void log.push(error.message);
    results.push(result === void 0 ? 'no result' : result);
  });
});
later(1);

var shapes = [new module.Shape(1), module.Shape(2, 3), new module.Shape(4, 4), new module.Shape()];
var failed = false;
try {
  parse('1 * 2');
} catch (e) {
  failed = e instanceof SyntaxError && e.message;
}
var sums = ['1 + 2 - 10 + 3', '12 + 30', '', '7 - 6'].map(parse).map(compute);
console.log(shapes.map(String), shapes.map((shape) => shape.area()), module.count(), hoisted(3), results);
console.log(extend({ a: 1 }, null, { b: 2 }, { a: 3, c: 4 }), sums, failed, log.join());

function hoisted(value) {
  return value > 1 ? (log.push('hoisted'), hoisted(value - 1) + 1) : 0;
}
