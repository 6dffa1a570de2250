// expect: THREW threw Error: boom
function (user, context, callback) {
  callback(new Error('boom'));
}
