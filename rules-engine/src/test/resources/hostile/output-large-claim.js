// expect: OUTPUT_TOO_LARGE
function (user, context, callback) {
  context.accessToken['https://example.test/a'] = 'a'.repeat(17000);
  callback(null, user, context);
}
