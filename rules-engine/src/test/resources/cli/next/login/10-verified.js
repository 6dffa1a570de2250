function verifiedEmail(user, context, callback) {
  if (!user.email_verified && context.protocol === 'oauth2-device-code') {
    return callback(new UnauthorizedError('Verify your e-mail first.'));
  }
  callback(null, user, context);
}
