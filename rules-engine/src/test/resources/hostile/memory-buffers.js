// expect: OUT_OF_MEMORY
function (user, context, callback) {
  const all = [];
  for (;;) all.push(new ArrayBuffer(1 << 22));
}
