// Runs scripts that are no modules, and gives what they leave.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export default function () {
  return ['./sloppy.cjs', './strict.cjs', './old.cjs', './hashbang.cjs', './empty.cjs', './returns.cjs', './wrapped.cjs'].map((file) => require(file));
}
