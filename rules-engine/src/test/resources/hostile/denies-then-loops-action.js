// expect: TIMED_OUT
exports.onExecutePostLogin = async (event, api) => {
  api.access.deny('Go away.');
  for (;;) {}
};
