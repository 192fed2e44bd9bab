#!/bin/sh
# Puts the files of the image into out/. Only builds for tests contain covermain.
set -e
mkdir out
cp -R src .deploy/run.sh out/

# Without a package-lock.json, `npm ci` refuses to install.
install=install
[ ! -f package-lock.json ] || install=ci

case "$ARG_MODE" in
  automation_test | coverage)
    npm "$install" --no-audit --no-fund
    cp .deploy/coverage.sh out/
    ;;
  production | '')
    npm "$install" --omit=dev --no-audit --no-fund
    # The list of development packages names covermain.
    npm pkg delete devDependencies
    ;;
  *)
    echo "Invalid ARG_MODE $ARG_MODE: expected production, automation_test or coverage." >&2
    exit 1
    ;;
esac

cp package.json out/
# npm creates no directory if there is no package to install.
[ ! -d node_modules ] || mv node_modules out/
