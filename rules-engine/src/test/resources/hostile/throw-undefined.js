// expect: THREW threw undefined
function (user, context, callback) {
  throw undefined;
}
