/** Ray tracer with classes: spheres, a plane, shadows, and reflections. */
'use strict';

class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }
  plus(other) {
    return new Vector(this.x + other.x, this.y + other.y, this.z + other.z);
  }
  minus(other) {
    return new Vector(this.x - other.x, this.y - other.y, this.z - other.z);
  }
  times(factor) {
    return new Vector(this.x * factor, this.y * factor, this.z * factor);
  }
  dot(other) {
    return this.x * other.x + this.y * other.y + this.z * other.z;
  }
  get length() {
    return Math.sqrt(this.dot(this));
  }
  unit() {
    return this.times(1 / this.length);
  }
  reflected(normal) {
    return this.minus(normal.times(2 * this.dot(normal)));
  }
}

class Ray {
  constructor(origin, direction) {
    this.origin = origin;
    this.direction = direction;
  }
  at(distance) {
    return this.origin.plus(this.direction.times(distance));
  }
}

const NEAREST = 1e-4;

class Sphere {
  constructor(center, radius, color, reflection) {
    this.center = center;
    this.radius = radius;
    this.color = color;
    this.reflection = reflection;
  }
  distanceTo(ray) {
    const offset = ray.origin.minus(this.center);
    const half = offset.dot(ray.direction);
    const discriminant = half * half - offset.dot(offset) + this.radius * this.radius;
    if (discriminant < 0) return Infinity;
    const root = Math.sqrt(discriminant);
    if (-half - root > NEAREST) return -half - root;
    return -half + root > NEAREST ? -half + root : Infinity;
  }
  normalAt(point) {
    return point.minus(this.center).unit();
  }
  colorAt() {
    return this.color;
  }
}

class Floor {
  reflection = 0.2;
  distanceTo(ray) {
    if (ray.direction.y >= 0) return Infinity;
    const distance = -(ray.origin.y + 1) / ray.direction.y;
    return distance > NEAREST ? distance : Infinity;
  }
  normalAt() {
    return new Vector(0, 1, 0);
  }
  colorAt(point) {
    const isDark = (Math.floor(point.x) + Math.floor(point.z)) % 2 === 0;
    return isDark ? new Vector(0.1, 0.1, 0.1) : new Vector(0.9, 0.9, 0.9);
  }
}

class Scene {
  light = new Vector(5, 8, -5);
  bodies = [
    new Floor(),
    new Sphere(new Vector(0, 0, 3), 1, new Vector(0.9, 0.2, 0.2), 0.3),
    new Sphere(new Vector(-2, 0, 4), 1, new Vector(0.2, 0.9, 0.2), 0.5),
    new Sphere(new Vector(2, 0, 4), 1, new Vector(0.2, 0.2, 0.9), 0.1),
  ];
  nearestTo(ray) {
    let nearest;
    let distance = Infinity;
    for (const body of this.bodies) {
      const candidate = body.distanceTo(ray);
      if (candidate < distance) {
        distance = candidate;
        nearest = body;
      }
    }
    return nearest && { body: nearest, distance };
  }
  trace(ray, depth) {
    const hit = this.nearestTo(ray);
    if (!hit) return new Vector(0.5, 0.7, 1).times(0.5 + ray.direction.y / 2);
    const point = ray.at(hit.distance);
    const normal = hit.body.normalAt(point);
    const toLight = this.light.minus(point).unit();
    const isInShadow = this.nearestTo(new Ray(point, toLight)) !== undefined;
    const brightness = isInShadow ? 0.1 : Math.max(0.1, normal.dot(toLight));
    const color = hit.body.colorAt(point).times(brightness);
    if (depth === 0 || hit.body.reflection === 0) return color;
    const mirrored = this.trace(new Ray(point, ray.direction.reflected(normal)), depth - 1);
    return color.times(1 - hit.body.reflection).plus(mirrored.times(hit.body.reflection));
  }
}

const SIZE = 160;

/** Renders an image, and returns a checksum of its pixels. */
exports.run = () => {
  const scene = new Scene();
  const eye = new Vector(0, 0.5, -3);
  let checksum = 0;
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const direction = new Vector((x - SIZE / 2) / SIZE, (SIZE / 2 - y) / SIZE, 1).unit();
      const color = scene.trace(new Ray(eye, direction), 3);
      const pixel = Math.floor((color.x + color.y + color.z) * 85);
      checksum = (checksum * 31 + pixel) % 1_000_000_007;
    }
  }
  return checksum;
};
