// expect: REFUSED Go away.
function (user, context, callback) {
  const crypto = require('crypto');
  const _ = require('lodash');
  _.merge = _.get = () => 'mine';
  Buffer.from = () => { throw new Error('mine'); };
  Map.prototype.get = Array.prototype.map = () => 'mine';
  Object.prototype.polluted = { toString: () => 'mine' };
  callback(new UnauthorizedError('Go away.'));
}
