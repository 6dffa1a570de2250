// expect: TIMED_OUT
function (user, context, callback) {
  Object.defineProperty(user, 'name', { enumerable: true, get: () => { for (;;) {} } });
  callback(null, user, context);
}
