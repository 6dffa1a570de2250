// expect: OUT_OF_MEMORY
function (user, context, callback) {
  user.name = 'a'.repeat(1 << 28);
  callback(null, user, context);
}
