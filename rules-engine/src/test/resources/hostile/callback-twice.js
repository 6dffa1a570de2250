// expect: CALLED_BACK_TWICE
function (user, context, callback) {
  callback(null, user, context);
  callback(null, user, context);
}
