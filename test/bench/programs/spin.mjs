// Work that never changes, as a measure of the machine: 10^8 rounds of a linear congruence. Prints { cpuSeconds }.

const begun = process.cpuUsage();
let word = 1;
for (let i = 0; i < 1e8; i++) word = (Math.imul(word, 1664525) + 1013904223) | 0;
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, word }));
