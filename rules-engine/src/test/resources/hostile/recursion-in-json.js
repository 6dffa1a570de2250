// expect: THREW
function (user, context, callback) {
  callback(null, JSON.parse('['.repeat(60000)), context);
}
