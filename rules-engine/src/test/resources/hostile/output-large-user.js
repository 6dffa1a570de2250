// expect: OUTPUT_TOO_LARGE
function (user, context, callback) {
  user.name = 'a'.repeat(70000);
  callback(null, user, context);
}
