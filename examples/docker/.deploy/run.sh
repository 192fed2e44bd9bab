#!/bin/sh
# Starts the program. `exec` replaces the shell, so node is PID 1 and gets the signals that stop the container.
# Only images for tests have coverage.sh.
[ ! -f coverage.sh ] || . ./coverage.sh
exec node src/server.js
