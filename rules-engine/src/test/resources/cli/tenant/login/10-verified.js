function verifiedEmail(user, context, callback) {
  if (!user.email_verified) {
    return callback(new UnauthorizedError('Verify your e-mail first.'));
  }
  callback(null, user, context);
}
