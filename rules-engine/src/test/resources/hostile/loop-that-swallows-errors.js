// expect: TIMED_OUT
function (user, context, callback) {
  for (;;) {
    try {
      for (;;) null.x;
    } catch (error) {
      continue;
    }
  }
}
