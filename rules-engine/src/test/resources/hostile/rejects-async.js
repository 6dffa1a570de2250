// expect: THREW threw Error: boom
async function (user, context, callback) {
  await null;
  throw new Error('boom');
}
