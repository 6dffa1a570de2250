// expect: THREW context.primaryUser is not supported by login rules here
function (user, context, callback) {
  context['primary' + 'User'] = 'auth0|somebody-else';
  callback(null, user, context);
}
