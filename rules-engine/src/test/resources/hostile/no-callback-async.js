// expect: NO_CALLBACK
async function (user, context, callback) {
  await null;
}
