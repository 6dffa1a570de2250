// expect: THREW
function (user, context, callback) {
  setTimeout(() => { throw new Error('boom'); }, 10);
}
