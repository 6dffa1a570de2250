// expect: THREW threw Error: boom
async function (user, context, callback) {
  callback(null, user, context);
  await null;
  throw new Error('boom');
}
