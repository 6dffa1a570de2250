// expect: THREW could not load module
function (user, context, callback) {
  import('fs').then(() => callback(null, user, context), callback);
}
