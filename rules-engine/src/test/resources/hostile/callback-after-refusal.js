// expect: REFUSED Go away.
function (user, context, callback) {
  callback(new UnauthorizedError('Go away.'));
  callback(null, user, context);
}
