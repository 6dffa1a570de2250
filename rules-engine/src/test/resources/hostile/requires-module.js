// expect: THREW Cannot find module 'lodash'
function (user, context, callback) {
  const _ = require('lodash');
  callback(null, user, context);
}
