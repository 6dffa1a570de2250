// expect: TIMED_OUT OUT_OF_MEMORY
function (user, context, callback) {
  callback(null, user, new Array(1e9) + '');
}
