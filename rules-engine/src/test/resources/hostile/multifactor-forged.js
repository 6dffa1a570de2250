// expect: MULTIFACTOR asks for a second factor
function (user, context, callback) {
  context.multifactor = { provider: 'any' };
  context.authentication = { methods: 'mfa' };
  callback(null, user, context);
}
