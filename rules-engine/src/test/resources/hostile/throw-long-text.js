// expect: THREW
function (user, context, callback) {
  throw new Error('x'.repeat(100000));
}
