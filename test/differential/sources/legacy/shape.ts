/** A class and a namespace of one name, exported as CommonJS does. */
class Shape {
  double = this.size * 2;
  constructor(protected size: number) {}
}
namespace Shape {
  export const unit = 1;
  export function area(size: number) { return size ** 2 || unit; }
}
export = Shape;
