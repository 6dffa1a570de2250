// expect: TIMED_OUT
function (user, context, callback) {
  callback(null, user, { match: /^(a+)+$/.test('a'.repeat(40) + 'b') });
}
