// expect: THREW
function (user, context, callback) {
  let deep = {};
  for (let i = 0; i < 100000; i++) deep = { deep };
  require('lodash').cloneDeep(deep);
  callback(null, user, context);
}
