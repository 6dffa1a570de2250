// expect: OUT_OF_MEMORY TIMED_OUT
function (user, context, callback) {
  for (;;) setTimeout(() => {}, 1);
}
