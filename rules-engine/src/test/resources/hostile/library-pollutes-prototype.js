// expect: REFUSED yes
function (user, context, callback) {
  const _ = require('lodash');
  _.set(Object.prototype, 'polluted', 'yes');
  callback(new UnauthorizedError(({}).polluted));
}
