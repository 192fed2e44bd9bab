function f(a, b = a + 1) {
  return b;
}
const g = ({ x = 5, y: [z = 6] = [] } = {}) => x + z;
const h = (a = f(1)) => a;
console.log(f(1), f(1, 2), f(2, undefined), g(), g({ x: 1 }), g({ y: [1] }), h(), h(1), h(2), h(3));
