class Base {
  #value = 0;
  get value() {
    return this.#value;
  }
  set value(value) {
    if (value > 3) this.#value = 3;
    else this.#value = value;
  }
  grow(by = 1) {
    this.value += by;
    return this;
  }
}

class Doubled extends Base {
  get value() {
    return super.value ?? 0;
  }
  set value(value) {
    super.value = value > 1 ? value * 2 : value;
  }
  async grow(by) {
    if (by > 2) return super.grow();
    const { value } = await super.grow(by);
    return value;
  }
}

const doubled = new Doubled();
for (const by of [1, 1, 2, 3]) doubled.grow(by);
console.log(doubled.value, new Base().grow().grow(7).value);
