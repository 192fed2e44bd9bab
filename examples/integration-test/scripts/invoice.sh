#!/bin/sh
# Prints an invoice. Each argument is an item, of which it orders one.
set -e
echo "Invoice"
for item in "$@"; do
  node tools/line.js "$item"
done
