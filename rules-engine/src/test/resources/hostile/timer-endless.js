// expect: TIMED_OUT
function (user, context, callback) {
  const again = () => setTimeout(again, 1000);
  again();
}
