// expect: REFUSED undefined
function (user, context, callback) {
  const found = String(global.kept);
  global.kept = user.user_id;
  callback(new UnauthorizedError(found));
}
