// expect: TIMED_OUT
function (user, context, callback) {
  const again = () => queueMicrotask(again);
  again();
  callback(null, user, context);
}
