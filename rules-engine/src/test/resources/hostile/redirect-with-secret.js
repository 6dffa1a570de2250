// expect: REDIRECT sends the user to https://forms.test/a, and a device cannot go there
function (user, context, callback) {
  context.redirect = { url: 'https://forms.test/a?token=secret#secret' };
  callback(null, user, context);
}
