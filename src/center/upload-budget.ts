/** Limits the memory that all uploads take together, so that many large ones cannot exhaust it. */

export interface UploadBudget {
  /** Takes bytes from the budget. @returns false if fewer are left; then none are taken */
  reserve(bytes: number): boolean;
  /** Gives bytes back. */
  release(bytes: number): void;
}

/** @param total number of bytes */
export function createUploadBudget(total: number): UploadBudget {
  let left = total;
  return {
    reserve(bytes) {
      if (bytes > left) return false;
      left -= bytes;
      return true;
    },
    release(bytes) {
      left += bytes;
    },
  };
}
