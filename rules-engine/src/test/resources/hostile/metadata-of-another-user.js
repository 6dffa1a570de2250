// expect: THREW only the user who logs in can be changed
function (user, context, callback) {
  auth0.users.updateAppMetadata('auth0|somebody-else', { admin: true }).then(() => callback(null, user, context), callback);
}
