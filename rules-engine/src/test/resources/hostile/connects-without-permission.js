// expect: THREW fetch is not defined
function (user, context, callback) {
  const name = 'fetch';
  (0, eval)(name)('https://169.254.169.254/').then(() => callback(null, user, context), callback);
}
