let hits = 0;
for (const v of [1, 2]) { if (v > 1) continue; hits += v; }
console.log(hits);
