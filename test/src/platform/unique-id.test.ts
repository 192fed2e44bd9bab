import assert from 'node:assert/strict';
import { createUniqueId } from '../../../src/platform/unique-id.js';

describe('unique identifiers', () => {
  it('have the form of a UUID, and differ', () => {
    const ids = Array.from({ length: 1000 }, () => createUniqueId());
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(new Set(ids).size, ids.length);
  });
});
