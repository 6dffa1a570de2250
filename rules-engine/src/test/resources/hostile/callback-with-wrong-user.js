// expect: THREW called back with a user that is not an object
function (user, context, callback) {
  callback(null, 'alice', context);
}
