// expect: THREW threw boom
function (user, context, callback) {
  callback('boom');
}
