// expect: THREW throw-error.js:3:13: threw Error: boom
function (user, context, callback) {
  throw new Error('boom');
}
