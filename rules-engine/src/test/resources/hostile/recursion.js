// expect: THREW too deep
function (user, context, callback) {
  const deeper = () => deeper() + 1;
  callback(null, user, deeper());
}
