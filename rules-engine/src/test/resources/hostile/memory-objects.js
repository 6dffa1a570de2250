// expect: OUT_OF_MEMORY TIMED_OUT
function (user, context, callback) {
  const all = [];
  for (;;) all.push({ a: new Array(1000).fill(1) });
}
