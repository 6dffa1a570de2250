// expect: TIMED_OUT
function (user, context, callback) {
  const again = () => Promise.resolve().then(again);
  again();
}
