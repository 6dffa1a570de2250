function (user, context, callback) {
  if (user.email === 'loop@sandbox.test') while (true) {}
  if (user.email === 'picky@sandbox.test' && context.protocol === 'oauth2-refresh-token')
    return callback(new UnauthorizedError('Not again.'));
  if (user.email === 'narrow@sandbox.test') context.accessToken.scope = ['catalogue:read'];
  if (user.email === 'wanderer@sandbox.test') context.redirect = { url: 'https://forms.test/?token=secret' };
  if (user.email === 'guarded@sandbox.test') context.multifactor = { provider: 'any' };
  callback(null, user, context);
}
