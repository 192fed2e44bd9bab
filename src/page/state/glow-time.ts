/** How long code and files glow after they have run, in milliseconds: longer than the animations (`--glow-time`). */
export const GLOW_TIME = 1200;
