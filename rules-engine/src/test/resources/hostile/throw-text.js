// expect: THREW threw boom
function (user, context, callback) {
  throw 'boom';
}
