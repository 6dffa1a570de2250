// expect: THREW circular
function (user, context, callback) {
  user.self = user;
  callback(null, user, context);
}
