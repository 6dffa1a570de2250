// expect: THREW threw Error: not as JSON
function (user, context, callback) {
  user.toJSON = () => { throw new Error('not as JSON'); };
  callback(null, user, context);
}
