/**
 * Pid of the first process of a container. The kernel drops signals that this process does not handle, even SIGKILL if
 * the process sends it to itself.
 */
export const CONTAINER_INIT_PID = 1;
