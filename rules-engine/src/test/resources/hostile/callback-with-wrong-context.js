// expect: THREW called back with a context that is not an object
function (user, context, callback) {
  callback(null, user, []);
}
