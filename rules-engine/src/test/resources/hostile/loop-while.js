// expect: TIMED_OUT
function (user, context, callback) {
  while (true);
}
