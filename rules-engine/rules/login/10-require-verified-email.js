function (user, context, callback) {
  if (context.protocol === 'oauth2-device-code') {
    context.accessToken['https://devicegate.io/protocol'] = context.protocol;
    if (!user.email_verified) return callback(new UnauthorizedError('Verify your e-mail first.'));
  }
  callback(null, user, context);
}
