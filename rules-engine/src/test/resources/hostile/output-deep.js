// expect: OUTPUT_TOO_LARGE
function (user, context, callback) {
  for (let i = 0, at = user; i < 500; i++) at = at.next = {};
  callback(null, user, context);
}
