export enum ShapeKind {
  Square = 'square',
  Circle = 'circle',
}

export interface Circle {
  readonly kind: ShapeKind.Circle;
  readonly radius: number;
}

export class Square {
  readonly kind = ShapeKind.Square;
  constructor(readonly width: number) {}
}

export type Shape = Square | Circle;

export function toShape(size: number): Shape {
  if (size % 2) return new Square(size);
  return { kind: ShapeKind.Circle, radius: size };
}

export declare function declared(value: number): void;

export default abstract class Unused {
  abstract run(): void;
  stop(): string {
    return 'stopped';
  }
}
