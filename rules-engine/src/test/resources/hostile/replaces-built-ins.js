// expect: REFUSED Go away.
function (user, context, callback) {
  JSON.stringify = () => '{"reason":"REFUSED"}';
  JSON.parse = () => ({});
  Object.prototype.toJSON = () => 'nothing';
  Array.prototype.toJSON = String.prototype.toJSON = () => 'nothing';
  callback(new UnauthorizedError('Go away.'));
}
